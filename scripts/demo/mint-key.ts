import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { RateLimit } from '@leeway/domain/rate-limit';
import type { PoolClient } from 'pg';
import { recordAudit } from './record-audit.ts';

export interface KeyRequest {
  /** Null: may submit for every team. */
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly name: string;
  readonly days: number;
  readonly rateLimit?: RateLimit | null;
  readonly reason?: string;
}

/** Stores a new key's hash and returns the key: the only moment at which it can be read. */
export async function mintKey(client: PoolClient, request: KeyRequest): Promise<string> {
  const { team, name, days, rateLimit = null, reason = '' } = request;
  const id = newApiKeyId(randomBytes);
  const apiKey = formatApiKey(id, randomBytes(32));
  const { rows } = await client.query(
    `insert into api_key (id, team_id, name, secret_hash, last_four, expires_at, rate_limit_per_second, rate_limit_burst)
     values ($1, $2, $3, $4, $5, now() + make_interval(days => $6), $7, $8) returning expires_at`,
    [
      ...[id, team?.id ?? null, name, hashApiKey(apiKey), lastFourOf(apiKey), days],
      ...[rateLimit?.perSecond ?? null, rateLimit?.burst ?? null],
    ],
  );
  const auditedLimit =
    rateLimit === null ? {} : { rateLimitPerSecond: rateLimit.perSecond, rateLimitBurst: rateLimit.burst };
  await recordAudit(client, {
    action: 'apiKey.mint',
    object: { type: 'apiKey', id, name },
    teamId: team?.id ?? null,
    after: { name, team: team?.name ?? null, expiresAt: rows[0].expires_at.toISOString(), ...auditedLimit },
    reason,
  });
  return apiKey;
}

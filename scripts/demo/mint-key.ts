import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { PoolClient } from 'pg';
import { recordAudit } from './record-audit.ts';

export interface KeyRequest {
  /** Null: may submit for every team. */
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly name: string;
  readonly days: number;
  readonly reason?: string;
}

/** Stores a new key's hash and returns the key: the only moment at which it can be read. */
export async function mintKey(client: PoolClient, { team, name, days, reason = '' }: KeyRequest): Promise<string> {
  const id = newApiKeyId(randomBytes);
  const apiKey = formatApiKey(id, randomBytes(32));
  const { rows } = await client.query(
    `insert into api_key (id, team_id, name, secret_hash, last_four, expires_at)
     values ($1, $2, $3, $4, $5, now() + make_interval(days => $6)) returning expires_at`,
    [id, team?.id ?? null, name, hashApiKey(apiKey), lastFourOf(apiKey), days],
  );
  await recordAudit(client, {
    action: 'apiKey.mint',
    object: { type: 'apiKey', id, name },
    teamId: team?.id ?? null,
    after: { name, team: team?.name ?? null, expiresAt: rows[0].expires_at.toISOString() },
    reason,
  });
  return apiKey;
}

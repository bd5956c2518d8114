import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { Pool } from 'pg';
import { seedKey, seedTeam, seedUseCase } from './sql/seed-registry.ts';

/** Use cases whose handler keeps the ledger, and a key for them; returns the key's text. */
export async function seedRegistry(pool: Pool, useCases: readonly string[]): Promise<string> {
  await pool.query(seedTeam);
  for (const name of useCases) await pool.query(seedUseCase, [name]);
  const id = newApiKeyId((count) => randomBytes(count));
  const text = formatApiKey(id, randomBytes(32));
  await pool.query(seedKey, [id, hashApiKey(text), lastFourOf(text)]);
  return text;
}

import { randomBytes } from 'node:crypto';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { Pool } from 'pg';
import { seedKey, seedTeam, seedUseCase } from './sql/seed-registry.ts';

/** Every so many-th use case gathers its jobs into mega-jobs. */
const MEGA_EVERY = 4;
const MEGA_COUNT = 50;
const MEGA_WAIT_MS = 5;

/** Use cases with this handler, and a key for them; returns the key's text. */
export async function seedRegistry(pool: Pool, useCases: readonly string[], handler: string): Promise<string> {
  await pool.query(seedTeam);
  for (const [index, name] of useCases.entries()) {
    const isMega = index % MEGA_EVERY === 0;
    await pool.query(seedUseCase, [name, isMega ? MEGA_COUNT : 1, isMega ? MEGA_WAIT_MS : 0, handler]);
  }
  const id = newApiKeyId((count) => randomBytes(count));
  const text = formatApiKey(id, randomBytes(32));
  await pool.query(seedKey, [id, hashApiKey(text), lastFourOf(text)]);
  return text;
}

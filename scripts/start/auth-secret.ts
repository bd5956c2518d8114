import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What sessions are signed with: LEEWAY_AUTH_SECRET, or one made at the first start and kept, so that sign-ins outlive a restart. */
export function readAuthSecret(dataDir: string, given: string | null): string {
  if (given !== null) return given;
  const file = path.join(dataDir, 'auth-secret');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

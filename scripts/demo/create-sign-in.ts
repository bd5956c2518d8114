import { randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { PoolClient } from 'pg';
import { recordAudit } from './record-audit.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

const EMAIL = 'demo@leeway.local';
const NAME = 'Demo';

/** The first person, who may do everything. The password is random: nobody can know it from the source. */
export async function createSignIn(client: PoolClient): Promise<SignIn> {
  const id = `user_${randomBytes(10).toString('hex')}`;
  const password = randomBytes(12).toString('base64url');
  await client.query(
    `insert into app_user (id, name, email, email_verified, role) values ($1, $2, $3, true, 'admin')`,
    [id, NAME, EMAIL],
  );
  await client.query(
    `insert into app_account (id, user_id, account_id, provider_id, password) values ($1, $2, $2, 'credential', $3)`,
    [`account_${randomBytes(10).toString('hex')}`, id, await hashPassword(password)],
  );
  await recordAudit(client, {
    action: 'user.create',
    object: { type: 'user', id, name: EMAIL },
    after: { name: NAME, email: EMAIL, role: 'admin' },
    reason: 'first start',
  });
  return { email: EMAIL, password };
}

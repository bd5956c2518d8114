import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { OperatorError } from '../operator-error.ts';

const run = promisify(execFile);
const ACCOUNT_NAME = 'postgres';

/** Whom the server runs as. Empty: as whoever started Leeway. */
export interface OsAccount {
  readonly uid?: number;
  readonly gid?: number;
}

/** Postgres refuses to run as root: there it gets the machine's `postgres` user, made if it is missing. */
export async function chooseOsAccount(): Promise<OsAccount> {
  if (process.getuid?.() !== 0) return {};
  return (await findAccount()) ?? (await createAccount());
}

async function findAccount(): Promise<OsAccount | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', ACCOUNT_NAME]), run('id', ['-g', ACCOUNT_NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function createAccount(): Promise<OsAccount> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', ACCOUNT_NAME]);
  } catch (error) {
    throw new OperatorError(
      'Postgres does not run as root, and a user "postgres" could not be made: create it, or start Leeway as an ordinary user.',
      error,
    );
  }
  const account = await findAccount();
  if (account !== null) return account;
  throw new OperatorError('The user "postgres" was made but cannot be found: start Leeway as an ordinary user.');
}

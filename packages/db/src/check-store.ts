import pg from 'pg';
import { OperatorError } from './operator-error.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const OLDEST_VERSION = 15;

/** Connects once. A server that cannot be used ends in an OperatorError that says why, without the password. */
export async function checkStore(connectionString: string): Promise<void> {
  const url = parseUrl(connectionString);
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version_num')::int / 10000 as major");
    if (rows[0].major < OLDEST_VERSION)
      throw refuse(url, `is Postgres ${rows[0].major}, and Leeway needs ${OLDEST_VERSION}`);
  } catch (error) {
    throw error instanceof OperatorError ? error : refuse(url, reasonOf(error));
  } finally {
    await client.end().catch(() => undefined);
  }
}

function parseUrl(connectionString: string): URL {
  try {
    return new URL(connectionString);
  } catch {
    throw new OperatorError(
      'DATABASE_URL is no address: write it as postgres://user:password@host:5432/database, or unset it to use the embedded database.',
    );
  }
}

function refuse(url: URL, reason: string): OperatorError {
  const place = `${url.hostname || 'localhost'}:${url.port || 5432}${url.pathname}`;
  return new OperatorError(
    `The database at ${place} ${reason}: correct DATABASE_URL, or unset it to use the embedded database.`,
  );
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'ECONNREFUSED') return 'does not answer (nothing listens there)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'has a host name that is not known';
  if (/timeout/i.test(message)) return `does not answer within ${CONNECT_TIMEOUT_MS / 1000} s`;
  return `refuses the connection (${message || code})`;
}

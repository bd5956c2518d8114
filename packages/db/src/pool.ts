import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const CONNECT_TIMEOUT_MS = 10_000;

export interface PoolOptions {
  readonly connectionString: string;
  /** Connections at most. */
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Server settings of each session, as `-c name=value`. */
  readonly sessionOptions?: string;
  /** For opening a connection, and for waiting until one is free. */
  readonly connectTimeoutMs?: number;
  /** For one statement and its answer; the connection is then given up, and whether it was carried out is unknown. Default: none. */
  readonly queryTimeoutMs?: number;
  /** Keeps what it has opened, so that nobody else can take the server's last connections meanwhile. */
  readonly isKept?: boolean;
}

/**
 * A pool whose `int8` and `int8[]` come back as numbers: instants, counts and identities here stay below 2^53.
 * A connection that breaks is dropped and replaced at the next use; it never ends the process, in use or idle.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const { max, sessionOptions, queryTimeoutMs } = options;
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max,
    min: options.isKept === true ? max : 0,
    application_name: options.applicationName,
    ...(sessionOptions === undefined ? {} : { options: sessionOptions }),
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on('error', ignore);
  // The pool listens to idle connections only; of one in use, the next query tells.
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** Opens every connection that the pool may have, so that they are its own before the server runs out of them. */
export async function fillPool(pool: pg.Pool): Promise<void> {
  const clients = await Promise.allSettled(Array.from({ length: pool.options.max }, () => pool.connect()));
  for (const client of clients) if (client.status === 'fulfilled') client.value.release();
  for (const client of clients) if (client.status === 'rejected') throw client.reason;
}

function ignore(): void {}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (format !== 'binary' && oid === INT8) return Number;
  if (format !== 'binary' && oid === INT8_ARRAY) return parseInt8Array;
  return pg.types.getTypeParser(oid, format as 'text');
};

function parseInt8Array(text: string): (number | null)[] {
  const items: (string | null)[] = pg.types.getTypeParser(INT8_ARRAY as number, 'text')(text);
  return items.map((item) => (item === null ? null : Number(item)));
}

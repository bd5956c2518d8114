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
}

/**
 * A pool whose `int8` and `int8[]` come back as numbers: instants, counts and identities here stay below 2^53.
 * A connection that breaks is dropped and replaced at the next use; it never ends the process, in use or idle.
 */
export function createPool({ connectionString, max, applicationName, sessionOptions }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    application_name: applicationName,
    ...(sessionOptions === undefined ? {} : { options: sessionOptions }),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  pool.on('error', ignore);
  // The pool listens to idle connections only; of one in use, the next query tells.
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
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

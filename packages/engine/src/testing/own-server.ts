import { migrate } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import type { TestDatabase } from '@leeway/db/testing';
import {
  startThrowAwayPostgres,
  type ThrowAwayOptions,
  type ThrowAwayPostgres,
} from '@leeway/db/testing/throw-away-postgres';

/** A server that a test may stop, crash or starve, with the whole schema in it. */
export interface OwnServer {
  readonly server: ThrowAwayPostgres;
  readonly database: TestDatabase;
}

export async function startOwnServer(options: ThrowAwayOptions = {}): Promise<OwnServer> {
  const server = await startThrowAwayPostgres(options);
  const database = connectTo(server.adminUrl);
  await migrate(database.pool);
  return { server, database };
}

/** `drop` ends the connections; the server is the caller's. */
export function connectTo(connectionString: string): TestDatabase {
  const pool = createPool({ connectionString, max: 4, applicationName: 'leeway-test' });
  return { connectionString, pool, drop: () => pool.end() };
}

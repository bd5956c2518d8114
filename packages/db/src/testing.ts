import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { createPool } from './pool.ts';
import type { TestServer } from './testing/test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    leewayTestServer: TestServer;
  }
}

export interface TestDatabase {
  readonly connectionString: string;
  readonly pool: pg.Pool;
  /** Ends the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * A database of its own with the whole schema, on the real Postgres that the test run started. A test file makes one in
 * `beforeAll` and drops it in `afterAll`. `isEmpty` leaves the schema out.
 */
export async function createTestDatabase({ isEmpty = false } = {}): Promise<TestDatabase> {
  const server = inject('leewayTestServer');
  const name = `leeway_test_${randomBytes(8).toString('hex')}`;
  const template = isEmpty ? 'template0' : server.template;
  await onServer(server, `create database ${name} template ${template}`);
  const connectionString = withDatabase(server.adminUrl, name);
  const pool = createPool({ connectionString, max: 10, applicationName: 'leeway-test' });
  const drop = async () => {
    await pool.end();
    await onServer(server, `drop database if exists ${name} with (force)`);
  };
  return { connectionString, pool, drop };
}

async function onServer(server: TestServer, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

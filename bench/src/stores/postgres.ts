import { mkdir } from 'node:fs/promises';
import { startEmbeddedPostgres } from '@leeway/db/embedded';
import { pickFreePort } from '@leeway/db/embedded/port';
import { migrate } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import type { Pool } from 'pg';
import type { SystemName } from '../words.ts';

const TEMPLATE = 'leeway_bench_template';

export interface BenchPostgres {
  readonly version: string;
  /** What decides whether a commit is durable, as the server says. */
  readonly settings: string;
  /** An empty database for one run; with Leeway's schema for Leeway. */
  createDatabase(name: string, system: SystemName): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** The Postgres that comes with Leeway, on files of its own and with the settings that `npm start` gives it. */
export async function startBenchPostgres(dataDir: string): Promise<BenchPostgres> {
  await mkdir(dataDir, { mode: 0o755 });
  const server = await startEmbeddedPostgres({ dataDir, port: await pickFreePort() });
  const admin = createPool({ connectionString: server.connectionString, max: 1, applicationName: 'bench-admin' });
  await makeTemplate(admin, server.connectionString);
  const url = (name: string) => withDatabase(server.connectionString, name);
  return {
    ...(await describe(admin)),
    createDatabase: async (name, system) => {
      const template = system.startsWith('leeway') ? TEMPLATE : 'template0';
      await admin.query(`create database ${name} template ${template}`);
      // Every run begins with nothing left to write out.
      await admin.query('checkpoint');
      return url(name);
    },
    dropDatabase: async (name) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

async function makeTemplate(admin: Pool, connectionString: string): Promise<void> {
  await admin.query(`create database ${TEMPLATE} template template0`);
  const pool = createPool({
    connectionString: withDatabase(connectionString, TEMPLATE),
    max: 1,
    applicationName: 'bench',
  });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
}

async function describe(admin: Pool): Promise<Pick<BenchPostgres, 'version' | 'settings'>> {
  const { rows } = await admin.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting
     from unnest(array['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size']) as name`,
  );
  const [version, ...settings] = rows;
  return {
    version: version?.setting ?? 'unknown',
    settings: settings.map(({ name, setting }) => `${name} ${setting}`).join(', '),
  };
}

function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

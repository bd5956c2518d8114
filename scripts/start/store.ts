import { checkStore } from '@leeway/db/check-store';
import { startEmbeddedPostgres } from '@leeway/db/embedded';
import { migrate } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import type { ScriptEnv } from '../env.ts';
import { formatSeconds, sayLine, step } from '../terminal.ts';
import type { StopList } from './stop-list.ts';

const onRestart = {
  onEnded: (waitMs: number) =>
    sayLine(
      '↻',
      `Database ended by itself; starting it again in ${formatSeconds(waitMs)} (its log: logs/postgres.log)`,
    ),
  onBack: () => sayLine('✔', 'Database is back'),
};

/** Brings up the embedded database, or finds the one of DATABASE_URL, and returns where it is. */
export async function bringUpStore(env: ScriptEnv, stops: StopList): Promise<string> {
  const { databaseUrl } = env;
  if (databaseUrl !== null) {
    await step('Database of DATABASE_URL', () => checkStore(databaseUrl));
    return databaseUrl;
  }
  const store = await step('Database', async (say) => {
    const started = await startEmbeddedPostgres({ ...env, onRestart });
    say(`embedded Postgres on port ${env.port}`);
    return started;
  });
  stops.add({ name: 'Database', stop: store.stop });
  return store.connectionString;
}

export async function applyMigrations(connectionString: string): Promise<void> {
  await step('Schema', async (say) => {
    const pool = createPool({ connectionString, max: 2, applicationName: 'leeway-migrate' });
    try {
      const applied = await migrate(pool);
      say(applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`);
    } finally {
      await pool.end();
    }
  });
}

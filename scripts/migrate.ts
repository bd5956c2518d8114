import { readDbEnv } from '@leeway/db/env';
import { migrate, migrationStatus } from '@leeway/db/migrate';
import { createPool } from '@leeway/db/pool';
import { program } from 'commander';
import type { Pool } from 'pg';
import { openStore } from './open-store.ts';
import { formatSeconds, runMain, sayLine } from './terminal.ts';

program.name('npm run migrate --').description("Brings the store's schema up to date.");
program.command('status').description('list every migration, applied or waiting').action(onStore(showStatus));
program.command('up').description('apply what is waiting').action(onStore(applyAll));
await runMain(async () => void (await program.parseAsync()));

function onStore(work: (pool: Pool) => Promise<void>): () => Promise<void> {
  return async () => {
    const store = await openStore(readDbEnv());
    const pool = createPool({ connectionString: store.connectionString, max: 2, applicationName: 'leeway-migrate' });
    try {
      await work(pool);
    } finally {
      await pool.end();
      await store.close();
    }
  };
}

async function showStatus(pool: Pool): Promise<void> {
  const status = await migrationStatus(pool);
  for (const { name, appliedAt } of status) {
    sayLine(appliedAt === null ? '○' : '✔', `${name}  ${appliedAt?.toISOString() ?? 'waiting'}`);
  }
  const waitingCount = status.filter(({ appliedAt }) => appliedAt === null).length;
  sayLine(
    ' ',
    waitingCount === 0 ? 'Nothing is waiting.' : `${waitingCount} waiting: apply with "npm run migrate -- up".`,
  );
}

async function applyAll(pool: Pool): Promise<void> {
  const applied = await migrate(pool, { onStep: (name, tookMs) => sayLine('✔', `${name}  ${formatSeconds(tookMs)}`) });
  sayLine(' ', applied.length === 0 ? 'Nothing was waiting.' : `${applied.length} applied.`);
}

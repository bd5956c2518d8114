import { PgBoss } from 'pg-boss';
import type { Workload } from '../system.ts';

/** Housekeeping that compares clocks and runs schedules is off: nothing here is scheduled. */
export async function openBoss(connectionString: string, aim: Workload['aim']): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString, max: 10, schedule: false, useListenNotify: aim === 'delay' });
  boss.on('error', (error) => process.stderr.write(`pg-boss: ${error}\n`));
  await boss.start();
  return boss;
}

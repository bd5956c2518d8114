import type { Work } from '../work.ts';
import { openBoss } from './open-boss.ts';
import { bossWork } from './settings.ts';

export const workPgBoss: Work = async ({ place, workload }, handle, handled) => {
  const boss = await openBoss(place.databaseUrl, workload.aim);
  for (const name of workload.useCases) {
    await boss.work(name, bossWork(workload.aim), async (jobs) => {
      await Promise.all(jobs.map((job) => handle(job.data as never)));
      handled(jobs.length);
    });
  }
};

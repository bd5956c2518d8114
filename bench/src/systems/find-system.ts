import type { SystemName } from '../words.ts';
import { bullmq, bullmqEverysec, bullmqPostgres } from './bullmq/bullmq.ts';
import { graphileWorker } from './graphile-worker/graphile-worker.ts';
import { leewaySystem } from './leeway/leeway.ts';
import { MEGA_JOB_MAX_COUNT } from './leeway/seed-registry.ts';
import { pgBoss } from './pg-boss/pg-boss.ts';
import { raw } from './raw/raw.ts';
import type { System } from './system.ts';

const ENGINE = 'an engine process with 2 worker processes, all features on (accounting, sketches, fencing, history)';

const MEGA_JOBS = `up to ${MEGA_JOB_MAX_COUNT} jobs of a batch to a mega-job (each with its own id, result, retry and usage)`;

const ALL: Readonly<Record<SystemName, System>> = {
  leeway: leewaySystem(
    'leeway',
    `${ENGINE}; batches by the submitter in the program's own process, ${MEGA_JOBS}; single jobs over HTTP with the SDK`,
  ),
  'leeway-rows': leewaySystem('leeway-rows', `as leeway, but every job in a row of its own`),
  'leeway-http': leewaySystem('leeway-http', `${ENGINE}; everything over HTTP with the SDK, ${MEGA_JOBS}`),
  'graphile-worker': graphileWorker,
  'pg-boss': pgBoss,
  bullmq,
  'bullmq-everysec': bullmqEverysec,
  'bullmq-postgres': bullmqPostgres,
  raw,
};

export function findSystem(name: SystemName): System {
  return ALL[name];
}

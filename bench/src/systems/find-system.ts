import type { SystemName } from '../words.ts';
import { bullmq, bullmqEverysec, bullmqPostgres } from './bullmq/bullmq.ts';
import { graphileWorker } from './graphile-worker/graphile-worker.ts';
import { leewaySystem } from './leeway/leeway.ts';
import { pgBoss } from './pg-boss/pg-boss.ts';
import { raw } from './raw/raw.ts';
import type { System } from './system.ts';

const ENGINE = 'an engine process with 2 worker processes, all features on (accounting, sketches, fencing, history)';

const ALL: Readonly<Record<SystemName, System>> = {
  leeway: leewaySystem(
    'leeway',
    `${ENGINE}; batches by the submitter in the program's own process, single jobs over HTTP with the SDK`,
  ),
  'leeway-http': leewaySystem('leeway-http', `${ENGINE}; everything over HTTP with the SDK`),
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

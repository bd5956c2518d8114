import { createPostgresBackend, type JobsOptions, type Processor, Queue, Worker } from 'bullmq';
import type { Place, SystemName } from '../../words.ts';

/** Guide, "Auto-removal of jobs": what is done leaves nothing behind. */
export const JOB_OPTIONS: JobsOptions = { removeOnComplete: true, removeOnFail: 1_000 };
export const WORKER_PROCESSES = 2;
const CONCURRENCY = 100;

function redisConnection({ redisPort }: Place) {
  if (redisPort === null) throw new Error('no Redis for BullMQ');
  return { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null };
}

export function openQueue(system: SystemName, place: Place, name: string): Queue {
  const defaultJobOptions = JOB_OPTIONS;
  if (system !== 'bullmq-postgres') return new Queue(name, { connection: redisConnection(place), defaultJobOptions });
  const connection = { connectionString: place.databaseUrl, max: 10, migrate: true };
  // The type of a queue carries its backend; what is used here is common to both.
  return new Queue(name, { connection, defaultJobOptions }, createPostgresBackend) as unknown as Queue;
}

export function openWorker(system: SystemName, place: Place, name: string, process: Processor): Worker {
  const options = { concurrency: CONCURRENCY };
  if (system !== 'bullmq-postgres')
    return new Worker(name, process, { connection: redisConnection(place), ...options });
  const connection = { connectionString: place.databaseUrl, max: 10 };
  return new Worker(name, process, { connection, ...options }, createPostgresBackend) as unknown as Worker;
}

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

/** Every queue has its connections to Postgres, of which there is a fixed number for all; one does, says the documentation. */
function poolSize(queueCount: number): number {
  return Math.max(1, Math.floor(10 / queueCount));
}

export interface BackendOptions {
  readonly system: SystemName;
  readonly place: Place;
  readonly queueCount: number;
}

export function openQueue(name: string, { system, place, queueCount }: BackendOptions): Queue {
  const defaultJobOptions = JOB_OPTIONS;
  if (system !== 'bullmq-postgres') return new Queue(name, { connection: redisConnection(place), defaultJobOptions });
  const connection = { connectionString: place.databaseUrl, max: poolSize(queueCount), migrate: true };
  // The type of a queue carries its backend; what is used here is common to both.
  return new Queue(name, { connection, defaultJobOptions }, createPostgresBackend) as unknown as Queue;
}

export function openWorker(name: string, process: Processor, { system, place, queueCount }: BackendOptions): Worker {
  const options = { concurrency: CONCURRENCY };
  if (system !== 'bullmq-postgres')
    return new Worker(name, process, { connection: redisConnection(place), ...options });
  const connection = { connectionString: place.databaseUrl, max: poolSize(queueCount) };
  return new Worker(name, process, { connection, ...options }, createPostgresBackend) as unknown as Worker;
}

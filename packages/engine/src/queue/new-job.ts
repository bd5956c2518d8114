import type { JobKey } from '@leeway/domain/job-id';

/** A job's claim to be the only one: until it ends (`windowMs` null), or for so long from its acceptance. */
export interface DedupeClaim {
  /** 128 bits as a uuid. */
  readonly hash: string;
  readonly windowMs: number | null;
}

export interface NewJob {
  readonly key: JobKey;
  readonly useCaseNo: number;
  readonly availableAt: number;
  /** Jobs in the row: more than 1 in a mega-job, which is due at once and has no dedupe key. */
  readonly jobCount: number;
  /** JSON text; of a mega-job the text of the array of its jobs' payloads. */
  readonly payload: string;
  /** False where the job is due at once; else the store decides on its own clock. */
  readonly mayBeAhead: boolean;
  readonly dedupe: DedupeClaim | null;
  /** Null: none. Empty: none, in a use case that limits its keys. Only a row of one job has one that is neither. */
  readonly concurrencyKey: string | null;
}

/** What makes a request the repeat of another (`scope`: team, use case and key), and what it must then be equal in. Hashes as uuids. */
export interface RequestKey {
  readonly scope: string;
  readonly bodyHash: string;
}

/** The jobs of one request: stored all or none. */
export interface NewRequest {
  readonly jobs: readonly NewJob[];
  /** Null where the request came without an Idempotency-Key. */
  readonly key: RequestKey | null;
}

/** What the store made of the earliest start: a job that is due at once starts no later than it was accepted. */
export function storedAvailableAt(job: NewJob, acceptedAt: number): number {
  return job.mayBeAhead ? job.availableAt : Math.min(job.availableAt, acceptedAt);
}

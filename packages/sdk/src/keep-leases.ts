import type { LeaseCalls } from './lease-calls.ts';
import { LeaseLostError, type RunningJob } from './running-job.ts';
import type { Runtime } from './runtime.ts';

const MAX_PER_CALL = 1_000;
/** A lease is extended when a third of it has passed, so that two failures in a row cost nothing. */
const PARTS = 3;

export interface KeepLeasesOptions {
  readonly calls: Pick<LeaseCalls, 'extend'>;
  readonly running: ReadonlySet<RunningJob>;
  readonly leaseSeconds: number;
  readonly runtime: Runtime;
  readonly onError: (error: unknown, jobId: string | null) => void;
}

/** Extends what is running until the signal says stop; tells a handler when its lease is lost. */
export async function keepLeases(options: KeepLeasesOptions, signal: AbortSignal): Promise<void> {
  const everyMs = (options.leaseSeconds * 1_000) / PARTS;
  while (!signal.aborted) {
    await options.runtime.sleep(everyMs, signal).catch(() => undefined);
    if (!signal.aborted) await extendAll(options);
  }
}

async function extendAll(options: KeepLeasesOptions): Promise<void> {
  const jobs = [...options.running].filter((job) => !job.isLost);
  for (let from = 0; from < jobs.length; from += MAX_PER_CALL)
    await extendSome(options, jobs.slice(from, from + MAX_PER_CALL));
  const now = options.runtime.now();
  for (const job of jobs) if (!job.isLost && options.running.has(job) && now >= job.heldUntil) lose(job, options);
}

async function extendSome(options: KeepLeasesOptions, jobs: readonly RunningJob[]): Promise<void> {
  const { leaseSeconds, runtime } = options;
  const askedAt = runtime.now();
  try {
    const results = await options.calls.extend(
      jobs.map(({ lease }) => ({ jobId: lease.jobId, token: lease.token, seconds: leaseSeconds })),
    );
    for (const [index, job] of jobs.entries()) {
      // what ended while this was on its way has no lease any more, and needs none
      if (!options.running.has(job)) continue;
      if (results[index]?.status === 'extended') job.heldUntil = askedAt + leaseSeconds * 1_000;
      else lose(job, options);
    }
  } catch (error) {
    options.onError(error, null);
  }
}

function lose(job: RunningJob, { onError }: KeepLeasesOptions): void {
  const error = new LeaseLostError(job.lease.jobId);
  job.isLost = true;
  job.abort.abort(error);
  onError(error, job.lease.jobId);
}

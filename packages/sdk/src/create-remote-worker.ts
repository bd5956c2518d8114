import type { LeasedJob } from '@leeway/domain/lease';
import { type ConnectOptions, connect } from './connect.ts';
import { keepLeases } from './keep-leases.ts';
import { createLeaseCalls } from './lease-calls.ts';
import { RetryLater, type RunningJob } from './running-job.ts';
import type { Runtime } from './runtime.ts';
import { createEndSender, type EndSender } from './send-ends.ts';

/** What a handler knows of its job beside the payload. */
export interface RemoteJobContext {
  readonly jobId: string;
  readonly useCase: string;
  /** From 1. */
  readonly attempt: number;
  /** Started later, it is late. */
  readonly deadlineAt: string;
  /** Aborted when the job is no longer this worker's: its lease was lost, or the worker must stop. */
  readonly signal: AbortSignal;
}

export interface RemoteWorkerOptions extends ConnectOptions {
  /** Remote use cases, up to 20. */
  readonly useCases: readonly string[];
  /** Does one job. Resolves: done. Throws: failed, and is retried; `RetryLater` says when. */
  readonly handler: (payload: unknown, context: RemoteJobContext) => unknown;
  /** Jobs at once. Default 1. */
  readonly concurrency?: number;
  /** A job is given to somebody else this long after its worker was last heard of. Default 60. */
  readonly leaseSeconds?: number;
  /** How long one call waits for a job. Default 20 000. */
  readonly waitMs?: number;
  /** Jobs get this long to end when the worker stops. Default 30 000. */
  readonly stopMs?: number;
  /** Signals of the process that stop the worker; a second one ends the process as usual. Default SIGTERM and SIGINT. */
  readonly stopSignals?: readonly ('SIGTERM' | 'SIGINT' | 'SIGHUP')[];
  /** Told of calls that failed (they are repeated) and of leases that were lost. Default: nobody. */
  readonly onError?: (error: unknown, jobId: string | null) => void;
}

export interface RemoteWorker {
  /** Leases and runs jobs until it is stopped; resolves when everything is said. */
  run(): Promise<void>;
  /** Leases nothing more, lets running jobs end, and gives up those that do not. */
  stop(): Promise<void>;
}

const RETRY_MS = { first: 500, longest: 30_000 } as const;
/** A handler that heard that it must stop may end its work in this time. */
const ABORTED_MS = 1_000;

/**
 * A worker for remote use cases: leases jobs, extends the leases while handlers run, and says how they ended.
 * @throws TypeError where url, apiKey or concurrency cannot be used
 */
export function createRemoteWorker(options: RemoteWorkerOptions): RemoteWorker {
  const { call, runtime } = connect(options);
  const calls = createLeaseCalls(call);
  const { concurrency = 1, leaseSeconds = 60, waitMs = 20_000, stopMs = 30_000, onError = () => undefined } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1_000)
    throw new TypeError('concurrency must be a whole number from 1 to 1 000');
  const running = new Set<RunningJob>();
  const stopping = new AbortController();
  const ended = new AbortController();
  const sender = createEndSender({ calls, runtime, onError });
  let wake: () => void = () => undefined;
  let finished: Promise<void> | null = null;
  stopping.signal.addEventListener('abort', () => wake());

  const start = (lease: LeasedJob): void => {
    const startedAt = runtime.now();
    const heldUntil = startedAt + leaseSeconds * 1_000;
    const job: RunningJob = { lease, startedAt, heldUntil, abort: new AbortController(), isLost: false };
    running.add(job);
    void runJob(job, { handler: options.handler, sender, runtime }).finally(() => {
      running.delete(job);
      wake();
    });
  };

  const whenChanged = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });

  const leaseJobs = async (): Promise<void> => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      if (running.size >= concurrency) {
        await whenChanged();
        continue;
      }
      try {
        const wanted = { count: concurrency - running.size, seconds: leaseSeconds, waitMs, signal: stopping.signal };
        for (const lease of await calls.lease(options.useCases, wanted)) start(lease);
        failures = 0;
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error, null);
        const boundMs = Math.min(RETRY_MS.longest, RETRY_MS.first * 2 ** failures++);
        await runtime.sleep(runtime.random() * boundMs, stopping.signal).catch(() => undefined);
      }
    }
  };

  const endsWithin = async (limitMs: number): Promise<void> => {
    const limit = new AbortController();
    const isOver = runtime.sleep(limitMs, limit.signal).catch(() => undefined);
    let hasTime = true;
    void isOver.then(() => {
      hasTime = false;
      wake();
    });
    while (running.size > 0 && hasTime) await whenChanged();
    limit.abort();
  };

  const finish = async (): Promise<void> => {
    await endsWithin(stopMs);
    for (const { abort } of running) abort.abort(new Error('The worker stops'));
    await endsWithin(ABORTED_MS);
    for (const job of running) giveUp(job, sender);
    await sender.drain();
    ended.abort();
  };

  const run = async (): Promise<void> => {
    const unhook = onSignals(options.stopSignals ?? ['SIGTERM', 'SIGINT'], () => stopping.abort());
    const keeping = keepLeases({ calls, running, leaseSeconds, runtime, onError }, ended.signal);
    try {
      await leaseJobs();
      await finish();
      await keeping;
    } finally {
      unhook();
    }
  };

  return {
    run: () => {
      finished ??= run();
      return finished;
    },
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

interface RunParts {
  readonly handler: RemoteWorkerOptions['handler'];
  readonly sender: EndSender;
  readonly runtime: Runtime;
}

async function runJob(job: RunningJob, { handler, sender, runtime }: RunParts): Promise<void> {
  const { jobId, token, useCase, attempt, deadlineAt, payload } = job.lease;
  try {
    await handler(payload, { jobId, useCase, attempt, deadlineAt, signal: job.abort.signal });
    const runMs = Math.max(0, runtime.now() - job.startedAt);
    if (!job.isLost) sender.send({ kind: 'ack', heldUntil: job.heldUntil, item: { jobId, token, runMs } });
  } catch (error) {
    if (!job.isLost)
      sender.send({ kind: 'nack', heldUntil: job.heldUntil, item: { jobId, token, ...failureOf(error) } });
  }
}

/** Its handler did not end when it was told to. */
function giveUp(job: RunningJob, sender: EndSender): void {
  const { jobId, token } = job.lease;
  const item = { jobId, token, reason: 'The worker stopped before the job ended', code: 'NACKED' as const };
  if (!job.isLost) sender.send({ kind: 'nack', heldUntil: job.heldUntil, item });
  job.isLost = true;
}

function failureOf(error: unknown) {
  if (error instanceof RetryLater) return { reason: error.message, code: 'NACKED' as const, delayMs: error.delayMs };
  return { reason: describe(error), code: 'HANDLER_ERROR' as const };
}

/** Anything can be thrown, objects that throw when they are printed among them. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'The handler threw something that cannot be printed';
  }
}

function onSignals(signals: readonly NodeJS.Signals[], stop: () => void): () => void {
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.removeListener(signal, stop);
  };
}

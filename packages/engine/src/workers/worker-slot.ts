import { Worker } from 'node:worker_threads';
import { toJobId } from '@leeway/domain/job-id';
import type { WorkerSlotView } from '@leeway/domain/views';
import type { Failure } from '../queue/settlement.ts';
import type { Log } from '../runtime/log.ts';
import type { Bundle, WorkerEvents } from './bundle.ts';
import {
  BUNDLE_STATE,
  type BundleMessage,
  bundleCell,
  CONTROL,
  CONTROL_BYTES,
  NO_JOB,
  type ResultsMessage,
  type ThreadSetup,
} from './protocol.ts';
import { toAttemptResults } from './to-attempt-results.ts';

/** A handler that looks at its signal gets this long beyond its time limit before its thread is ended. */
const KILL_GRACE_MS = 250;
/** A second bundle is called back from behind a first that takes this many times longer than expected. */
const RECALL_FACTOR = 4;
const RECALL_MIN_MS = 20;
/** The heap of the runtime itself, which a use case's memory limit does not count. */
const RUNTIME_HEAP_MB = 16;

interface Running {
  readonly seq: number;
  readonly bundle: Bundle;
  readonly sentAt: number;
  reportedCount: number;
}

export interface SlotOptions {
  readonly slot: number;
  readonly handlersDir: string;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** Store time minus this machine's. */
  readonly storeOffsetMs: () => number;
}

/** One worker thread and what it has in hand: a running bundle and perhaps one behind it. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #worker: Worker | null = null;
  #control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
  #baseAt = 0;
  #memoryLimitMb = 0;
  #lastSeq = 0;
  #inHand: Running[] = [];
  #killedFor: Failure | null = null;
  #busySinceMs = 0;
  #busyMs = 0;
  #viewedAt = performance.now();
  #isStopping = false;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  get bundleCount(): number {
    return this.#inHand.length;
  }

  get memoryLimitMb(): number {
    return this.#memoryLimitMb;
  }

  /** What the bundles in hand are expected to take yet; undefined where that is not known. */
  expectedRemainingMs(): number | undefined {
    const first = this.#inHand[0];
    if (first === undefined) return 0;
    if (first.bundle.expectedMs === undefined) return undefined;
    return Math.max(0, first.bundle.expectedMs - (performance.now() - first.sentAt));
  }

  run(bundle: Bundle): void {
    if (this.#worker === null || this.#memoryLimitMb !== bundle.useCase.memoryLimitMb) this.#restart(bundle);
    this.#lastSeq += 1;
    const seq = this.#lastSeq;
    if (this.#inHand.length === 0) this.#busySinceMs = performance.now();
    this.#inHand.push({ seq, bundle, sentAt: performance.now(), reportedCount: 0 });
    Atomics.store(this.#control, bundleCell(seq), BUNDLE_STATE.queued);
    this.#worker?.postMessage(toMessage(seq, bundle));
  }

  /** Ends what runs beyond its time limit, and frees what waits behind an unexpectedly long run. */
  watch(): void {
    const first = this.#inHand[0];
    if (first === undefined) return;
    this.#recallBehind(first);
    const position = Atomics.load(this.#control, CONTROL.jobPosition);
    if (position === NO_JOB || Atomics.load(this.#control, CONTROL.bundleSeq) !== first.seq) return;
    const ranMs = Date.now() - this.#baseAt - Atomics.load(this.#control, CONTROL.jobStartedMs);
    const { timeoutMs } = first.bundle.useCase;
    if (ranMs > timeoutMs + KILL_GRACE_MS) this.#kill(`Ran longer than its time limit of ${timeoutMs} ms`);
  }

  view(): WorkerSlotView {
    const now = performance.now();
    const isBusy = this.#inHand.length > 0;
    const busyMs = this.#busyMs + (isBusy ? now - Math.max(this.#busySinceMs, this.#viewedAt) : 0);
    const busyShare = Math.min(1, busyMs / Math.max(1, now - this.#viewedAt));
    this.#busyMs = 0;
    this.#viewedAt = now;
    const useCase = this.#inHand[0]?.bundle.useCase.name ?? null;
    return { slot: this.#options.slot, state: isBusy ? 'running' : 'idle', useCase, busyShare };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#worker?.terminate();
  }

  #recallBehind(first: Running): void {
    const behind = this.#inHand[1];
    if (behind === undefined) return;
    const patienceMs = Math.max(RECALL_MIN_MS, RECALL_FACTOR * (first.bundle.expectedMs ?? 0));
    if (performance.now() - first.sentAt < patienceMs) return;
    const { queued, recalled } = BUNDLE_STATE;
    if (Atomics.compareExchange(this.#control, bundleCell(behind.seq), queued, recalled) !== queued) return;
    this.#inHand.splice(1, 1);
    this.#options.events.onGivenBack(behind.bundle.leases);
  }

  #kill(message: string): void {
    this.#killedFor = { code: 'TIMEOUT', message };
    void this.#worker?.terminate();
  }

  #restart(bundle: Bundle): void {
    const former = this.#worker;
    former?.removeAllListeners();
    void former?.terminate();
    this.#memoryLimitMb = bundle.useCase.memoryLimitMb;
    this.#control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
    Atomics.store(this.#control, CONTROL.jobPosition, NO_JOB);
    this.#baseAt = Date.now();
    this.#killedFor = null;
    this.#worker = this.#startThread();
  }

  #startThread(): Worker {
    const { handlersDir, slot, log } = this.#options;
    const workerData: ThreadSetup = {
      control: this.#control.buffer as SharedArrayBuffer,
      handlersDir,
      baseAt: this.#baseAt,
    };
    const worker = new Worker(new URL('./worker-thread.ts', import.meta.url), {
      name: `slot-${slot}`,
      workerData,
      env: {},
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#memoryLimitMb + RUNTIME_HEAP_MB },
    });
    let lastError: unknown = null;
    worker.stdout.on('data', (text: Buffer) =>
      log.debug({ slot, text: text.toString().slice(0, 1_000) }, 'handler output'),
    );
    worker.stderr.on('data', (text: Buffer) =>
      log.debug({ slot, text: text.toString().slice(0, 1_000) }, 'handler output'),
    );
    worker.on('message', (message: ResultsMessage) => this.#take(message));
    worker.on('error', (error) => {
      lastError = error;
    });
    worker.on('exit', (exitCode) => this.#buryThread(lastError, exitCode));
    return worker;
  }

  #take(message: ResultsMessage): void {
    const running = this.#inHand[0];
    if (running === undefined || running.seq !== message.seq) return;
    running.reportedCount = message.from + message.runMs.length;
    const results = toAttemptResults(message, running.bundle, this.#options.storeOffsetMs());
    if (message.isLast) this.#endFirst();
    this.#options.events.onResults(results);
    if (message.isLast) this.#options.events.onRoom();
  }

  #endFirst(): void {
    this.#inHand.shift();
    const now = performance.now();
    this.#busyMs += now - Math.max(this.#busySinceMs, this.#viewedAt);
    this.#busySinceMs = now;
  }

  /** The thread is gone: the job that was running takes the blame, what did not run is given back untouched. */
  #buryThread(error: unknown, exitCode: number): void {
    this.#worker = null;
    if (this.#isStopping) return;
    const failure = this.#killedFor ?? blameFor(error, exitCode, this.#memoryLimitMb);
    const position = Atomics.load(this.#control, CONTROL.jobPosition);
    const seq = Atomics.load(this.#control, CONTROL.bundleSeq);
    const [first, ...behind] = this.#inHand.splice(0);
    // A thread that dies before it runs anything blames the first job in hand, or it would be started again for ever.
    if (first !== undefined) this.#buryBundle(first, first.seq === seq ? position : first.reportedCount, failure);
    for (const { bundle } of behind) this.#options.events.onGivenBack(bundle.leases);
    this.#options.events.onRoom();
  }

  #buryBundle({ bundle, reportedCount }: Running, position: number, failure: Failure): void {
    const blamed = bundle.leases[Math.max(position, reportedCount)];
    const startedAt = this.#baseAt + Atomics.load(this.#control, CONTROL.jobStartedMs) + this.#options.storeOffsetMs();
    const endedAt = Date.now() + this.#options.storeOffsetMs();
    const runMs = Math.max(0, endedAt - startedAt);
    if (blamed !== undefined) {
      this.#options.log.warn({ job: toJobId(blamed.job.key), failure }, 'a job ended its thread');
      this.#options.events.onResults([{ lease: blamed, result: { startedAt, endedAt, runMs, cpuMs: 0, failure } }]);
    }
    const rest = bundle.leases.slice(reportedCount).filter((lease) => lease !== blamed);
    if (rest.length > 0) this.#options.events.onGivenBack(rest);
  }
}

function toMessage(seq: number, { useCase, leases }: Bundle): BundleMessage {
  return {
    seq,
    useCase: useCase.name,
    handler: useCase.handler,
    timeoutMs: useCase.timeoutMs,
    jobIds: leases.map((lease) => toJobId(lease.job.key)),
    attempts: leases.map((lease) => lease.job.attempt),
    deadlines: leases.map((lease) => lease.job.deadlineAt),
    payloads: leases.map((lease) => lease.job.payload),
  };
}

function blameFor(error: unknown, exitCode: number, memoryLimitMb: number): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { code: 'MEMORY_EXCEEDED', message: `Used more than its memory limit of ${memoryLimitMb} MiB` };
  if (error instanceof Error)
    return { code: 'HANDLER_ERROR', message: `Threw outside its promise: ${error.name}: ${error.message}` };
  return { code: 'WORKER_DIED', message: `Ended its thread with exit code ${exitCode}` };
}

import type { ChildProcess } from 'node:child_process';
import { jobKeyAt, toJobId } from '@leeway/domain/job-id';
import type { WorkerSlotView } from '@leeway/domain/views';
import type { Log } from '../runtime/log.ts';
import { blameExit, type KillReason } from './blame-exit.ts';
import type { Bundle, WorkerEvents } from './bundle.ts';
import { type JobPlace, placesOf } from './job-places.ts';
import type { BundleMessage, ResultsMessage, WorkerMessage } from './protocol.ts';
import { readMemoryMb } from './read-memory.ts';
import { startWorkerProcess, type WorkerExit } from './start-worker-process.ts';
import { toAttemptResults } from './to-attempt-results.ts';

/** A handler that looks at its signal gets this long beyond its time limit before its process is ended. */
const KILL_GRACE_MS = 250;
/** A process must be up within this. */
const START_LIMIT_MS = 15_000;
/** What a process takes beside the heap that the limit is about: the runtime, its code, its stacks. */
const RUNTIME_RSS_MB = 128;

interface Running {
  readonly bundle: Bundle;
  reportedCount: number;
  /** When it was sent, or last reported something; the clock of its time limit. */
  since: number;
  readonly startedAt: number;
}

export interface SlotOptions {
  readonly slot: number;
  readonly handlersDir: string;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** Store time minus this machine's. */
  readonly storeOffsetMs: () => number;
}

/** One worker process and the bundle that it has in hand. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #child: ChildProcess | null = null;
  #isUp = false;
  #memoryLimitMb = 0;
  #running: Running | null = null;
  #killedFor: KillReason | null = null;
  #crash: string | null = null;
  #busyMs = 0;
  #viewedAt = performance.now();
  #isStopping = false;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  run(bundle: Bundle): void {
    const now = performance.now();
    this.#running = { bundle, reportedCount: 0, since: now, startedAt: now };
    if (this.#child === null || this.#memoryLimitMb !== bundle.useCase.memoryLimitMb) this.#restart(bundle);
    this.#child?.send(toMessage(bundle));
  }

  /** Ends what runs beyond its time or takes beyond its memory. */
  watch(): void {
    const running = this.#running;
    if (running === null) return;
    const limitMs = this.#isUp ? running.bundle.useCase.timeoutMs + KILL_GRACE_MS : START_LIMIT_MS;
    if (performance.now() - running.since > limitMs) this.#kill('timeout');
    else if (this.#memoryMb() > this.#memoryLimitMb + RUNTIME_RSS_MB) this.#kill('memory');
  }

  view(): WorkerSlotView {
    const now = performance.now();
    const running = this.#running;
    const busyMs = this.#busyMs + (running === null ? 0 : now - Math.max(running.startedAt, this.#viewedAt));
    const busyShare = Math.min(1, busyMs / Math.max(1, now - this.#viewedAt));
    this.#busyMs = 0;
    this.#viewedAt = now;
    const state = running === null ? 'idle' : this.#isUp ? 'running' : 'starting';
    return { slot: this.#options.slot, state, useCase: running?.bundle.useCase.name ?? null, busyShare };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.kill('SIGKILL');
    });
  }

  #memoryMb(): number {
    return this.#child?.pid === undefined ? 0 : (readMemoryMb(this.#child.pid) ?? 0);
  }

  #kill(reason: KillReason): void {
    this.#killedFor ??= reason;
    this.#child?.kill('SIGKILL');
  }

  #restart({ useCase }: Bundle): void {
    const { handlersDir, log, slot } = this.#options;
    this.#child?.kill('SIGKILL');
    this.#isUp = false;
    this.#killedFor = null;
    this.#crash = null;
    this.#memoryLimitMb = useCase.memoryLimitMb;
    const child = startWorkerProcess({
      handlersDir,
      memoryLimitMb: useCase.memoryLimitMb,
      onMessage: (message) => {
        if (this.#child === child) this.#take(message);
      },
      onOutput: (text) => log.debug({ slot, text: text.slice(0, 1_000) }, 'handler output'),
      onExit: (exit) => {
        if (this.#child === child) this.#bury(exit);
      },
    });
    this.#child = child;
  }

  #take(message: WorkerMessage): void {
    if (message.kind === 'crash') this.#crash = message.message;
    if (message.kind === 'results') this.#takeResults(message);
    if (message.kind !== 'ready') return;
    this.#isUp = true;
    if (this.#running !== null) this.#running.since = performance.now();
  }

  #takeResults(message: ResultsMessage): void {
    const running = this.#running;
    if (running === null) return;
    running.reportedCount = message.from + message.runMs.length;
    running.since = performance.now();
    if (message.isLast) this.#end(running);
    this.#options.events.onResults(toAttemptResults(message, running.bundle, this.#options.storeOffsetMs()));
    if (message.isLast) this.#free();
  }

  #end(running: Running): void {
    this.#running = null;
    this.#busyMs += performance.now() - Math.max(running.startedAt, this.#viewedAt);
  }

  /** The process is gone: the one job that had not reported takes the blame; where it may be any of several, none does yet. */
  #bury(exit: WorkerExit): void {
    this.#child = null;
    const running = this.#running;
    if (running === null || this.#isStopping) return;
    this.#end(running);
    const places = placesOf(running.bundle);
    const unreported = places.slice(running.reportedCount);
    const only = unreported.length === 1 ? unreported[0] : undefined;
    if (only !== undefined) this.#blame(running, only, exit);
    else this.#options.events.onGivenBack([...new Set(unreported.map(({ lease }) => lease))], { isSuspect: true });
    this.#free();
  }

  #free(): void {
    this.#options.events.onSlotFreed(this.#options.slot, this.#memoryLimitMb);
  }

  #blame({ bundle, since }: Running, { lease, place }: JobPlace, exit: WorkerExit): void {
    const { timeoutMs, memoryLimitMb } = bundle.useCase;
    const failure = blameExit({ exit, killedFor: this.#killedFor, crash: this.#crash, timeoutMs, memoryLimitMb });
    const runMs = performance.now() - since;
    const endedAt = Math.round(Date.now() + this.#options.storeOffsetMs());
    const startedAt = Math.round(endedAt - runMs);
    this.#options.log.warn({ job: toJobId(jobKeyAt(lease.job.key, place)), failure }, 'a job ended its process');
    const result = { place, startedAt, endedAt, runMs, cpuMs: 0, memoryMb: memoryLimitMb, failure };
    this.#options.events.onResults([{ lease, result }]);
  }
}

function toMessage({ useCase, leases }: Bundle): BundleMessage {
  return {
    useCase: useCase.name,
    handler: useCase.handler,
    timeoutMs: useCase.timeoutMs,
    keys: leases.map((lease) => lease.job.key),
    attempts: leases.map((lease) => lease.job.attempt),
    epochs: leases.map((lease) => lease.epoch),
    tokens: leases.map((lease) => lease.token),
    jobCounts: leases.map((lease) => lease.job.jobCount),
    payloads: leases.map((lease) => lease.job.payload),
  };
}

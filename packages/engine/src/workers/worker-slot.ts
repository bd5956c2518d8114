import { jobKeyAt, toJobId } from '@leeway/domain/job-id';
import type { WorkerSlotView } from '@leeway/domain/views';
import type { Lease } from '../queue/lease.ts';
import type { Failure } from '../queue/settlement.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { blameExit, type KillReason } from './blame-exit.ts';
import type { Bundle, WorkerEvents } from './bundle.ts';
import { type JobPlace, placesOf } from './job-places.ts';
import type { BundleMessage, CancelledMessage, CancelVerdict, ResultsMessage, WorkerMessage } from './protocol.ts';
import { toAttemptResults } from './to-attempt-results.ts';
import type { StartWorkerProcess, WorkerExit, WorkerProcess } from './worker-process-port.ts';

/** A handler that looks at its signal gets this long beyond its time limit before its process is ended. */
const KILL_GRACE_MS = 250;
/** A process must be up within this. */
const START_LIMIT_MS = 15_000;
/** What a process takes beside the heap that the limit is about: the runtime, its code, its stacks. */
const RUNTIME_RSS_MB = 128;

/** A process that died before it was up is replaced after this. */
const RESTART_WAIT_MS = 1_000;

interface Running {
  readonly bundle: Bundle;
  reportedCount: number;
  /** The process has it: what it was sent when it was dying, it never saw. */
  isTaken: boolean;
  /** When it was sent, or last reported something; the clock of its time limit. */
  since: number;
  readonly startedAt: number;
  /** Who waits to hear what a cancel found, by the job's position in the bundle. */
  readonly cancels: Map<number, ((verdict: CancelVerdict) => void)[]>;
}

export interface SlotOptions {
  readonly slot: number;
  readonly handlersDir: string;
  readonly startProcess: StartWorkerProcess;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** Time as the store's clock tells it, and as workers tell when a job started. */
  readonly storeNow: () => number;
  readonly workerNow: () => number;
}

/** One worker process and the bundle that it has in hand. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #child: WorkerProcess | null = null;
  #isUp = false;
  #memoryLimitMb = 0;
  #running: Running | null = null;
  #killedFor: KillReason | null = null;
  #crash: string | null = null;
  #busyMs = 0;
  #viewedAt: number;
  #isStopping = false;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#viewedAt = options.clock.elapsed();
  }

  run(bundle: Bundle): void {
    const now = this.#options.clock.elapsed();
    this.#running = { bundle, reportedCount: 0, isTaken: false, since: now, startedAt: now, cancels: new Map() };
    // One that is being ended for the bundle before must not take this one with it.
    const isFit =
      this.#child !== null && this.#killedFor === null && this.#memoryLimitMb === bundle.useCase.memoryLimitMb;
    if (!isFit) this.#restart(bundle);
    this.#child?.send(toMessage(bundle));
  }

  has({ token }: Lease): boolean {
    return this.#running?.bundle.leases.some((lease) => lease.token === token) ?? false;
  }

  /** Tells the process that a job in its hands is not wanted any more; resolves with what it found. */
  cancel(lease: Lease, place: number, reason: string): Promise<CancelVerdict> {
    const running = this.#running;
    const position = running === null ? -1 : positionOf(running.bundle, lease, place);
    if (running === null || position < running.reportedCount) return Promise.resolve('ended');
    const { promise, resolve } = Promise.withResolvers<CancelVerdict>();
    running.cancels.set(position, [...(running.cancels.get(position) ?? []), resolve]);
    this.#child?.cancel({ kind: 'cancel', position, reason });
    return promise;
  }

  /** Ends what runs beyond its time or takes beyond its memory. */
  watch(): void {
    const running = this.#running;
    if (running === null) return;
    if ((this.#child?.memoryMb() ?? 0) > this.#memoryLimitMb + RUNTIME_RSS_MB) this.#kill('memory');
    if (!this.#isOverdue(running)) return;
    // After a standstill of ours the news of its end, in time or by another hand, may lie here unread.
    this.#options.clock.soon(() => {
      if (this.#running === running && this.#isOverdue(running)) this.#kill('timeout');
    });
  }

  #isOverdue({ bundle, since }: Running): boolean {
    const limitMs = this.#isUp ? bundle.useCase.timeoutMs + KILL_GRACE_MS : START_LIMIT_MS;
    return this.#options.clock.elapsed() - since > limitMs;
  }

  view(): WorkerSlotView {
    const now = this.#options.clock.elapsed();
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
    await this.#child?.killAndWait();
  }

  #kill(reason: KillReason): void {
    this.#killedFor ??= reason;
    this.#child?.kill();
  }

  #restart({ useCase }: Bundle): void {
    const { handlersDir, startProcess, log, slot } = this.#options;
    this.#child?.kill();
    this.#isUp = false;
    this.#killedFor = null;
    this.#crash = null;
    this.#memoryLimitMb = useCase.memoryLimitMb;
    const child = startProcess({
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
    if (message.kind === 'taken' && this.#running !== null) this.#running.isTaken = true;
    if (message.kind === 'results') this.#takeResults(message);
    if (message.kind === 'cancelled') this.#tellCancel(message);
    if (message.kind !== 'ready') return;
    this.#isUp = true;
    if (this.#running !== null) this.#running.since = this.#options.clock.elapsed();
  }

  #takeResults(message: ResultsMessage): void {
    const running = this.#running;
    if (running === null || !goesOn(running, message)) return;
    running.reportedCount = message.from + message.runMs.length;
    running.isTaken = true;
    running.since = this.#options.clock.elapsed();
    if (message.isLast) this.#end(running);
    const storeOffsetMs = this.#options.storeNow() - this.#options.workerNow();
    this.#options.events.onResults(toAttemptResults(message, running.bundle, storeOffsetMs));
    if (message.isLast) this.#free();
  }

  #tellCancel({ position, verdict }: CancelledMessage): void {
    for (const tell of this.#running?.cancels.get(position) ?? []) tell(verdict);
  }

  #end(running: Running): void {
    this.#running = null;
    for (const tell of [...running.cancels.values()].flat()) tell('ended');
    this.#busyMs += this.#options.clock.elapsed() - Math.max(running.startedAt, this.#viewedAt);
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
    const failure = this.#failureOf(running, exit);
    if (only === undefined) this.#giveBack(unreported, { isSuspect: true });
    else if (isInnocent(running, failure, exit)) this.#giveBack([only], { isSuspect: false });
    else this.#blame(running, only, failure);
    // Processes that do not even start would be tried as fast as the machine can.
    if (this.#isUp) this.#free();
    else this.#options.clock.after(RESTART_WAIT_MS, () => this.#free());
  }

  #giveBack(places: readonly JobPlace[], about: { readonly isSuspect: boolean }): void {
    this.#options.events.onGivenBack([...new Set(places.map(({ lease }) => lease))], about);
  }

  #failureOf({ bundle }: Running, exit: WorkerExit): Failure {
    const { timeoutMs, memoryLimitMb } = bundle.useCase;
    return blameExit({ exit, killedFor: this.#killedFor, crash: this.#crash, timeoutMs, memoryLimitMb });
  }

  #free(): void {
    this.#options.events.onSlotFreed(this.#options.slot, this.#memoryLimitMb);
  }

  #blame({ bundle, since }: Running, { lease, place }: JobPlace, failure: Failure): void {
    const runMs = this.#options.clock.elapsed() - since;
    const endedAt = Math.round(this.#options.storeNow());
    const startedAt = Math.round(endedAt - runMs);
    this.#options.log.warn({ job: toJobId(jobKeyAt(lease.job.key, place)), failure }, 'a job ended its process');
    const result = { place, startedAt, endedAt, runMs, cpuMs: 0, memoryMb: bundle.useCase.memoryLimitMb, failure };
    this.#options.events.onResults([{ lease, result }]);
  }
}

/** Handlers can speak as their process does: what does not go on where the last report ended, or end where the bundle does, is not its own. */
function goesOn({ bundle, reportedCount }: Running, { from, runMs, isLast }: ResultsMessage): boolean {
  const jobCount = bundle.leases.reduce((sum, { job }) => sum + job.jobCount, 0);
  const end = from + runMs.length;
  return from === reportedCount && end <= jobCount && (!isLast || end === jobCount);
}

/** The process was dying, for reasons of its own or of a job before, when the bundle was sent: nothing of it ran. */
function isInnocent({ isTaken }: Running, { code }: Failure, { outOfMemoryAtMb }: WorkerExit): boolean {
  return !isTaken && (code === 'WORKER_DIED' || code === 'HANDLER_ERROR' || outOfMemoryAtMb !== null);
}

/** Nearly always there is none to tell of. */
function firstKeysOf(leases: Bundle['leases']): Pick<BundleMessage, 'firstKeys'> {
  const firstKeys = leases.map((lease) => lease.job.firstKey);
  return firstKeys.some((key) => key !== undefined) ? { firstKeys } : {};
}

/** Counting the jobs of the bundle; -1 where the lease is not in it. */
function positionOf(bundle: Bundle, { token }: Lease, place: number): number {
  return placesOf(bundle).findIndex((found) => found.lease.token === token && found.place === place);
}

function toMessage({ useCase, leases }: Bundle): BundleMessage {
  return {
    useCase: useCase.name,
    handler: useCase.handler,
    timeoutMs: useCase.timeoutMs,
    keys: leases.map((lease) => lease.job.key),
    ...firstKeysOf(leases),
    attempts: leases.map((lease) => lease.job.attempt),
    epochs: leases.map((lease) => lease.epoch),
    tokens: leases.map((lease) => lease.token),
    jobCounts: leases.map((lease) => lease.job.jobCount),
    payloads: leases.map((lease) => lease.job.payload),
  };
}

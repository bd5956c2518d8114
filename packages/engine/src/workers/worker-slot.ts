import { jobKeyAt, toJobId } from '@leeway/domain/job-id';
import type { WorkerSlotView } from '@leeway/domain/views';
import type { Lease } from '../queue/lease.ts';
import type { Failure } from '../queue/settlement.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { blameExit, type KillReason } from './blame-exit.ts';
import type { Bundle, GivenBack, WorkerEvents } from './bundle.ts';
import { type BundleInHand, BundlesInHand, goesOn, positionOf } from './bundles-in-hand.ts';
import { type JobPlace, placesOf } from './job-places.ts';
import type {
  BundleMessage,
  CancelledMessage,
  CancelVerdict,
  PassedMessage,
  ResultsMessage,
  WorkerMessage,
} from './protocol.ts';
import { toAttemptResults } from './to-attempt-results.ts';
import { toBundleMessage } from './to-bundle-message.ts';
import type { StartWorkerProcess, WorkerExit, WorkerProcess } from './worker-process-port.ts';

/** A handler that looks at its signal gets this long beyond its time limit before its process is ended. */
const KILL_GRACE_MS = 250;
/** A process must be up within this. */
const START_LIMIT_MS = 15_000;
/** What a process takes beside the heap that the limit is about: the runtime, its code, its stacks. */
const RUNTIME_RSS_MB = 128;

/** A process that died before it was up is replaced after this. */
const RESTART_WAIT_MS = 1_000;
/** Bundles go together because each takes a few ms; where the first takes longer, those behind it are recalled. */
const RECALL_AFTER_MS = 25;

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

/** One worker process and the bundles that it has in hand: it runs the first, then the next. */
export class WorkerSlot {
  readonly #options: SlotOptions;
  #child: WorkerProcess | null = null;
  #isUp = false;
  #memoryLimitMb = 0;
  readonly #bundles: BundlesInHand;
  /** What goes to the process at the end of this turn, in one message. */
  #outbox: BundleMessage[] = [];
  /** Up to this number the process was asked to begin none any more. */
  #recalledNo = 0;
  /** Why the process is being ended, and for which bundle. */
  #killed: { readonly reason: KillReason; readonly no: number } | null = null;
  #crash: string | null = null;
  #isStopping = false;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#bundles = new BundlesInHand(options.clock.elapsed());
  }

  /** Behind those that it has; the first one decides which process the slot needs. */
  run(bundle: Bundle): void {
    const added = this.#bundles.add(bundle, this.#options.clock.elapsed());
    if (added === this.#bundles.first) this.#prepare(bundle);
    if (this.#outbox.push(toBundleMessage(added.no, bundle)) === 1) queueMicrotask(() => this.#post());
  }

  #prepare(bundle: Bundle): void {
    // One that is being ended for the bundle before must not take this one with it.
    const isFit = this.#child !== null && this.#killed === null && this.#memoryLimitMb === bundle.useCase.memoryLimitMb;
    if (!isFit) this.#restart(bundle);
  }

  #post(): void {
    const train = this.#outbox;
    this.#outbox = [];
    this.#child?.send(train);
  }

  has(lease: Lease): boolean {
    return this.#bundles.find(lease) !== undefined;
  }

  /** Tells the process that a job in its hands is not wanted any more; resolves with what it found. */
  cancel(lease: Lease, place: number, reason: string): Promise<CancelVerdict> {
    const running = this.#bundles.find(lease);
    const position = running === undefined ? -1 : positionOf(running, lease, place);
    if (running === undefined || position < running.reportedCount) return Promise.resolve('ended');
    const { promise, resolve } = Promise.withResolvers<CancelVerdict>();
    running.cancels.set(position, [...(running.cancels.get(position) ?? []), resolve]);
    this.#child?.cancel({ kind: 'cancel', no: running.no, position, reason });
    return promise;
  }

  /** Ends what runs beyond its time or takes beyond its memory, and lets nothing wait behind what takes long. */
  watch(): void {
    const running = this.#bundles.first;
    if (running === undefined) return;
    this.#recallBehind(running);
    if ((this.#child?.memoryMb() ?? 0) > this.#memoryLimitMb + RUNTIME_RSS_MB) this.#kill(running, 'memory');
    if (!this.#isOverdue(running)) return;
    // After a standstill of ours the news of its end, in time or by another hand, may lie here unread.
    this.#options.clock.soon(() => {
      if (this.#bundles.first === running && this.#isOverdue(running)) this.#kill(running, 'timeout');
    });
  }

  #isOverdue({ bundle, since }: BundleInHand): boolean {
    const limitMs = this.#isUp ? bundle.useCase.timeoutMs + KILL_GRACE_MS : START_LIMIT_MS;
    return this.#options.clock.elapsed() - since > limitMs;
  }

  #recallBehind({ no, since }: BundleInHand): void {
    const behind = this.#bundles.behind();
    const last = behind.at(-1);
    if (last === undefined || this.#child === null || this.#options.clock.elapsed() - since < RECALL_AFTER_MS) return;
    if (last.no <= this.#recalledNo || this.#child.begun() < no) return;
    this.#recalledNo = last.no;
    const begun = this.#child.recall(last.no);
    for (const running of behind) if (running.no > begun) this.#recalled(running);
  }

  /** Nothing of it has run, and nothing will. */
  #recalled(running: BundleInHand): void {
    this.#leave(running);
    const { useCase } = running.bundle;
    this.#giveBack(placesOf(running.bundle), {
      isSuspect: false,
      left: { slot: this.#options.slot, useCaseNo: useCase.no },
    });
  }

  view(): WorkerSlotView {
    const { slot, clock } = this.#options;
    const { first } = this.#bundles;
    const state = first === undefined ? 'idle' : this.#isUp ? 'running' : 'starting';
    const busyShare = this.#bundles.takeBusyShare(clock.elapsed());
    return { slot, state, useCase: first?.bundle.useCase.name ?? null, busyShare };
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#child?.killAndWait();
  }

  #kill({ no }: BundleInHand, reason: KillReason): void {
    this.#killed ??= { reason, no };
    this.#child?.kill();
  }

  #restart({ useCase }: Bundle): void {
    const { handlersDir, startProcess, log, slot } = this.#options;
    this.#child?.kill();
    this.#isUp = false;
    this.#killed = null;
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
    if (message.kind === 'results') this.#takeResults(message);
    if (message.kind === 'cancelled') this.#tellCancel(message);
    if (message.kind === 'passed') this.#takePassed(message);
    if (message.kind !== 'ready') return;
    this.#isUp = true;
    const running = this.#bundles.first;
    if (running !== undefined) running.since = this.#options.clock.elapsed();
  }

  #takeResults(message: ResultsMessage): void {
    const running = this.#bundles.first;
    if (running === undefined || !goesOn(running, message)) return;
    running.reportedCount = message.from + message.runMs.length;
    running.since = this.#options.clock.elapsed();
    if (message.isLast) this.#leave(running);
    const storeOffsetMs = this.#options.storeNow() - this.#options.workerNow();
    this.#options.events.onResults(toAttemptResults(message, running.bundle, storeOffsetMs));
    if (message.isLast) this.#freeIfEmpty();
  }

  /** It had been recalled when its turn came, although it was thought to have begun. */
  #takePassed({ no }: PassedMessage): void {
    const running = this.#bundles.at(no);
    if (running === undefined || no > this.#recalledNo) return;
    this.#recalled(running);
    this.#freeIfEmpty();
  }

  #tellCancel({ no, position, verdict }: CancelledMessage): void {
    const running = this.#bundles.at(no);
    for (const tell of running?.cancels.get(position) ?? []) tell(verdict);
  }

  #leave(running: BundleInHand): void {
    this.#bundles.remove(running, this.#options.clock.elapsed());
  }

  /** The process is gone, and what it had not begun, or had ended without being heard, goes back. */
  #bury(exit: WorkerExit): void {
    this.#child = null;
    const { first } = this.#bundles;
    if (first === undefined || this.#isStopping) return;
    // One that the engine ended was ended for one of them; where that has been heard of since, none of the others did anything.
    const culprit = this.#killed === null ? (this.#bundles.at(exit.begun) ?? first) : this.#bundles.at(this.#killed.no);
    for (const running of this.#bundles.all()) {
      this.#leave(running);
      if (running === culprit) this.#accuse(running, exit);
      else this.#giveBack(placesOf(running.bundle).slice(running.reportedCount), { isSuspect: false });
    }
    // Processes that do not even start would be tried as fast as the machine can.
    if (this.#isUp) this.#free();
    else this.#options.clock.after(RESTART_WAIT_MS, () => this.#free());
  }

  /** The one job that had not reported takes the blame; where it may be any of several, none does yet. */
  #accuse(running: BundleInHand, exit: WorkerExit): void {
    const unreported = placesOf(running.bundle).slice(running.reportedCount);
    const only = unreported.length === 1 ? unreported[0] : undefined;
    const failure = this.#failureOf(running, exit);
    if (only === undefined) this.#giveBack(unreported, { isSuspect: true });
    else if (isInnocent(running, failure, exit)) this.#giveBack([only], { isSuspect: false });
    else this.#blame(running, only, failure);
  }

  #giveBack(places: readonly JobPlace[], about: GivenBack): void {
    this.#options.events.onGivenBack([...new Set(places.map(({ lease }) => lease))], about);
  }

  #failureOf({ bundle }: BundleInHand, exit: WorkerExit): Failure {
    const { timeoutMs, memoryLimitMb } = bundle.useCase;
    return blameExit({ exit, killedFor: this.#killed?.reason ?? null, crash: this.#crash, timeoutMs, memoryLimitMb });
  }

  #freeIfEmpty(): void {
    if (this.#bundles.isEmpty) this.#free();
  }

  #free(): void {
    this.#options.events.onSlotFreed(this.#options.slot, this.#memoryLimitMb);
  }

  #blame({ bundle, since }: BundleInHand, { lease, place }: JobPlace, failure: Failure): void {
    const runMs = this.#options.clock.elapsed() - since;
    const endedAt = Math.round(this.#options.storeNow());
    const startedAt = Math.round(endedAt - runMs);
    this.#options.log.warn({ job: toJobId(jobKeyAt(lease.job.key, place)), failure }, 'a job ended its process');
    const result = { place, startedAt, endedAt, runMs, cpuMs: 0, memoryMb: bundle.useCase.memoryLimitMb, failure };
    this.#options.events.onResults([{ lease, result }]);
  }
}

/** The process was dying, for reasons of its own or of a job before, when the bundle was sent: nothing of it ran. */
function isInnocent({ no }: BundleInHand, { code }: Failure, { outOfMemoryAtMb, begun }: WorkerExit): boolean {
  return begun < no && (code === 'WORKER_DIED' || code === 'HANDLER_ERROR' || outOfMemoryAtMb !== null);
}

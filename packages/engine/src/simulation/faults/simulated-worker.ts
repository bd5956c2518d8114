import { type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import { JobCancels } from '../../workers/job-cancels.ts';
import type { BundleMessage, CancelMessage, TrainMessage, WorkerMessage } from '../../workers/protocol.ts';
import { ResultBuffer } from '../../workers/result-buffer.ts';
import { type BundledJob, JobContext, jobsOf } from '../../workers/run-job.ts';
import type { StartWorkerProcess, WorkerProcess, WorkerProcessOptions } from '../../workers/worker-process-port.ts';
import type { Chance } from '../chance.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { VirtualTime } from '../virtual-time.ts';
import { endOf, type SimulatedPayload } from './payload.ts';
import type { Run } from './run-ledger.ts';

/** As in worker-process.ts. */
const FLUSH_MS = 20;
/** A worker whose engine is gone notices it within so long. */
const ORPHAN_MS = 500;

export interface StartedJob {
  readonly key: JobKey;
  readonly attempt: number;
  readonly token: number;
  readonly payload: SimulatedPayload;
}

export interface WorkerHostOptions {
  readonly engine: SimulatedProcess;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly onStart: (job: StartedJob) => Run;
}

/** The worker processes on the machine of one engine. */
export interface WorkerHost {
  readonly startProcess: StartWorkerProcess;
  /** Ends one of them, as the system does when it is out of memory. */
  killAny(): void;
  /** The engine is dead: they end, a little later. */
  orphan(): void;
}

export function createWorkerHost(options: WorkerHostOptions): WorkerHost {
  const { time, chance } = options;
  const living = new Set<SimulatedWorker>();
  return {
    startProcess: (callbacks) => {
      const worker = new SimulatedWorker(options, callbacks, () => living.delete(worker));
      living.add(worker);
      return worker;
    },
    killAny: () => {
      if (living.size > 0) chance.pick([...living]).kill();
    },
    orphan: () => {
      for (const worker of living) time.afterSilently(chance.next() * ORPHAN_MS, () => worker.kill());
    },
  };
}

/** A bundle on its way through the process. */
interface Work {
  readonly bundle: BundleMessage;
  readonly jobs: BundledJob[];
  readonly results: ResultBuffer;
  sentAt: number;
}

/** worker-process.ts under virtual time, with handlers that do what their payload says. */
class SimulatedWorker implements WorkerProcess {
  readonly #host: WorkerHostOptions;
  readonly #callbacks: WorkerProcessOptions;
  readonly #onDeath: () => void;
  readonly #inbox: BundleMessage[] = [];
  readonly #onGone: (() => void)[] = [];
  #isAlive = true;
  #isUp = false;
  #lastArrivalAt = 0;
  #running: Run | null = null;
  #isBusy = false;
  /** What the two share without a message. */
  #begun = 0;
  #recalled = 0;
  readonly #cancels = new Map<number, JobCancels>();

  constructor(host: WorkerHostOptions, callbacks: WorkerProcessOptions, onDeath: () => void) {
    this.#host = host;
    this.#callbacks = callbacks;
    this.#onDeath = onDeath;
    this.#later(5 + host.chance.next() * 40, () => {
      this.#isUp = true;
      this.#say({ kind: 'ready' });
      this.#next();
    });
  }

  send(train: TrainMessage): void {
    this.#later(0.05 + this.#host.chance.next() * 0.2, () => {
      for (const bundle of train) {
        this.#inbox.push(bundle);
        this.#cancels.set(bundle.no, new JobCancels());
      }
      if (!this.#isBusy) this.#next();
    });
  }

  cancel({ no, position, reason }: CancelMessage): void {
    this.#later(0.05 + this.#host.chance.next() * 0.2, () => {
      const verdict = this.#cancels.get(no)?.cancel(position, reason) ?? 'ended';
      this.#say({ kind: 'cancelled', no, position, verdict });
    });
  }

  begun(): number {
    return this.#begun;
  }

  recall(upTo: number): number {
    this.#recalled = upTo;
    return this.#begun;
  }

  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#onDeath();
    if (this.#running !== null) this.#endRun(this.#running, 'died');
    this.#tell('exit', () => {
      this.#callbacks.onExit({ code: null, signal: 'SIGKILL', output: '', outOfMemoryAtMb: null, begun: this.#begun });
      for (const call of this.#onGone.splice(0)) call();
    });
  }

  killAndWait(): Promise<void> {
    if (!this.#isAlive) return Promise.resolve();
    const gone = new Promise<void>((resolve) => this.#onGone.push(resolve));
    this.kill();
    return gone;
  }

  memoryMb(): number {
    return 40;
  }

  /** Messages of one process arrive in their order, its end last. */
  #tell(label: string, run: () => void): void {
    const { time, chance, engine } = this.#host;
    this.#lastArrivalAt = Math.max(this.#lastArrivalAt, time.now() + 0.05 + chance.next() * 0.5);
    engine.receive(this.#lastArrivalAt - time.now(), `worker ${label}`, run);
  }

  #say(message: WorkerMessage): void {
    this.#tell(message.kind, () => this.#callbacks.onMessage(message));
  }

  #later(delayMs: number, run: () => void): void {
    this.#host.time.afterSilently(delayMs, () => {
      if (this.#isAlive) run();
    });
  }

  #next(): void {
    const bundle = this.#isUp ? this.#inbox.shift() : undefined;
    this.#isBusy = bundle !== undefined;
    if (bundle === undefined) return;
    this.#begun = bundle.no;
    if (bundle.no <= this.#recalled) {
      this.#say({ kind: 'passed', no: bundle.no });
      this.#leave(bundle);
      return;
    }
    const jobs = [...jobsOf(bundle)];
    const results = new ResultBuffer(jobs.length);
    this.#step({ bundle, jobs, results, sentAt: this.#host.time.now() });
  }

  #flush(work: Work, isLast: boolean): void {
    this.#say(work.results.take({ cpuMs: 1, memoryMb: 32, isLast }));
    work.sentAt = this.#host.time.now();
  }

  #step(work: Work): void {
    const job = work.jobs.shift();
    if (job === undefined) {
      this.#flush(work, true);
      this.#leave(work.bundle);
      return;
    }
    if (!work.results.isEmpty && this.#host.time.now() - work.sentAt > FLUSH_MS) this.#flush(work, false);
    if (this.#cancelsOf(work).begin(new JobContext(job))) this.#run(work, job);
    else this.#passOver(work);
  }

  #cancelsOf({ bundle }: Work): JobCancels {
    return this.#cancels.get(bundle.no) ?? new JobCancels();
  }

  #leave({ no }: BundleMessage): void {
    this.#cancels.delete(no);
    this.#next();
  }

  #passOver(work: Work): void {
    work.results.add(0, 0, { code: 'CANCELLED', message: '' });
    this.#step(work);
  }

  #run(work: Work, { bundle, row, place, payload: unparsed }: BundledJob): void {
    const payload = unparsed as SimulatedPayload;
    const attempt = bundle.attempts[row] ?? 0;
    const key = bundle.firstKeys?.[row] ?? jobKeyAt(bundle.keys[row] as JobKey, place);
    const run = this.#host.onStart({ key, attempt, token: bundle.tokens[row] ?? 0, payload });
    this.#running = run;
    const startedAt = this.#host.engine.clock.now();
    const end = endOf(payload, attempt);
    if (end === null) return;
    this.#later(payload.ms, () => {
      if (end === 'die') return this.kill();
      this.#running = null;
      this.#cancelsOf(work).end();
      this.#endRun(run, end === 'ok' ? 'ok' : 'fail');
      const message = end === 'bad' ? 'a \u0000' : 'no';
      work.results.add(startedAt, payload.ms, end === 'ok' ? null : { code: 'HANDLER_ERROR', message });
      this.#step(work);
    });
  }

  #endRun(run: Run, end: NonNullable<Run['end']>): void {
    run.end = end;
    run.endedAt = this.#host.time.now();
  }
}

import { awaitDone } from '../measure/await-done.ts';
import { monotonicMs, pause, wallMs } from '../measure/clock.ts';
import { collectStarts, type StartCollector } from '../measure/collect-starts.ts';
import { runOpenLoop } from '../measure/open-loop.ts';
import { makeBatch, makePayload } from '../measure/payload.ts';
import { quantile } from '../measure/quantile.ts';
import { submitBatches } from '../measure/submit-load.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement, Sizes } from '../words.ts';
import { type Case, perSecond } from './case.ts';

const TIMED = 'timed';
const LOAD = 'load';
const HERD = 'herd';
const LOAD_SHARE = 0.8;
const LOAD_BATCH = 500;
/** Delayed jobs whose lateness is taken. */
const TIMED_PER_SECOND = 200;
const AHEAD_MS = 2_000;
/** The others of a herd are due for so long, or as long as everything is measured. */
const HERD_MS = 5_000;
/** The two clocks that are compared tell the same instant to less than this. */
const CLOCKS_MS = 2;

/**
 * How long after its earliest start a delayed job starts: on an idle tier, beside as many jobs as are four fifths of what it
 * can do, and while a herd is due at one instant.
 */
export const lateness: Case = async (run) => {
  const starts = await collectStarts();
  const useCases = [TIMED, LOAD, HERD];
  const system = await run.open({ useCases, urgent: [TIMED], handler: 'record-or-nothing', aim: 'delay' });
  const timed = new TimedJobs(system, starts);
  try {
    await system.startWorkers();
    await timed.measure('', 1_000);
    const idle = await timed.measure('idle', run.sizes.measureMs);
    const loaded = await measureLoaded(system, timed, run.sizes);
    const herd = await measureHerd(system, timed, run.sizes);
    return [...idle, ...loaded, ...herd];
  } finally {
    await system.close();
    await starts.close();
  }
};

/** Jobs of any instants in the next moments, and when they started. */
class TimedJobs {
  readonly #system: OpenSystem;
  readonly #starts: StartCollector;
  doneCount = 0;

  constructor(system: OpenSystem, starts: StartCollector) {
    this.#system = system;
    this.#starts = starts;
  }

  /** Lateness of jobs that are due all the time for `forMs` from a moment on. */
  async measure(what: string, forMs: number): Promise<Measurement[]> {
    this.#starts.take();
    const fromAt = wallMs() + AHEAD_MS;
    const count = Math.floor((TIMED_PER_SECOND * forMs) / 1_000);
    const jobs = Array.from({ length: count }, () => this.#jobAt(Math.floor(fromAt + Math.random() * forMs)));
    for (let first = 0; first < count; first += LOAD_BATCH)
      await this.#system.submitAhead?.(TIMED, jobs.slice(first, first + LOAD_BATCH));
    if (wallMs() > fromAt) throw new Error('some jobs were due before they were submitted');
    for (const limitAt = fromAt + forMs + 60_000; this.#starts.count() < count; await pause(20))
      if (wallMs() > limitAt) throw new Error(`${this.#starts.count()} of ${count} delayed jobs have started`);
    this.doneCount += count;
    return toMeasurements(what, [...this.#starts.take().values()].flat());
  }

  #jobAt(at: number): { payload: object; availableAt: Date } {
    const dueMs = monotonicMs() + (at - wallMs());
    return { payload: makePayload({ dueMs, port: this.#starts.port, group: 0 }), availableAt: new Date(at) };
  }
}

function toMeasurements(what: string, lateMs: readonly number[]): Measurement[] {
  const earliest = lateMs.reduce((least, one) => Math.min(least, one), 0);
  if (earliest < -CLOCKS_MS) throw new Error(`a job started ${-earliest} ms early`);
  return [
    { metric: `p50, ${what}`, value: quantile(lateMs, 0.5), unit: 'ms' },
    { metric: `p99, ${what}`, value: quantile(lateMs, 0.99), unit: 'ms' },
  ];
}

async function measureLoaded(system: OpenSystem, timed: TimedJobs, { jobs, measureMs }: Sizes): Promise<Measurement[]> {
  const startedAt = monotonicMs();
  await submitBatches(system, LOAD, jobs);
  const atMost = (jobs * 1_000) / ((await awaitDone(system, timed.doneCount + jobs)) - startedAt);
  const load = runOpenLoop({
    perSecond: (LOAD_SHARE * atMost) / LOAD_BATCH,
    forMs: measureMs + AHEAD_MS,
    send: () => system.submitMany(LOAD, makeBatch(0, LOAD_BATCH)),
  });
  const measured = await timed.measure('at 80 % load', measureMs);
  timed.doneCount += jobs + (await load) * LOAD_BATCH;
  await awaitDone(system, timed.doneCount);
  return [...measured, { metric: 'load', value: LOAD_SHARE * atMost, unit: 'jobs/s' }];
}

async function measureHerd(
  system: OpenSystem,
  timed: TimedJobs,
  { herd: count, measureMs }: Sizes,
): Promise<Measurement[]> {
  if (system.fillDelayed === undefined) return [];
  const dueAt = await system.fillDelayed(HERD, count);
  await pause(Math.max(0, dueAt - AHEAD_MS - wallMs()));
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, system.dispatcherBytes() ?? 0);
  }, 50);
  const measured = await timed.measure('others of a herd', Math.min(HERD_MS, measureMs));
  const endedAt = await awaitDone(system, timed.doneCount + count);
  clearInterval(watch);
  return [
    ...measured,
    perSecond(count, endedAt - (monotonicMs() + dueAt - wallMs()), 'herd'),
    { metric: 'engine memory, herd', value: peakBytes / 2 ** 20, unit: 'MiB' },
  ];
}

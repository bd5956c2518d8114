import type { DownstreamSample } from '../capacity/capacity-sample.ts';
import {
  type DownstreamControl,
  type DownstreamHealth,
  newDownstreamControl,
  signalsCountFrom,
  stepDownstream,
} from '../capacity/downstream-control.ts';
import type { DownstreamRate } from '../capacity/gates.ts';
import type { DownstreamEntry } from '../registry/entries.ts';

/** Starts that a limited downstream may be given at once after a pause, in ms of its rate. */
const CREDIT_MS = 500;
const KEPT_MS = 60_000;

/** What was counted between two looks. */
interface Count {
  readonly at: number;
  readonly count: number;
}

interface DownstreamMeter {
  control: DownstreamControl;
  name: string;
  startsLeft: number;
  filledAt: number;
  /** Instants of overload signals of the last minute. */
  signals: number[];
  startedCount: number;
  startedPerSecond: number;
  answeredCount: number;
  /** Of the looks of the last minute: starts, and jobs that succeeded. */
  starts: readonly Count[];
  answers: readonly Count[];
  readonly knownSince: number;
}

/** Slows down all who call a downstream that says it is overloaded. */
export class DownstreamMeters {
  readonly #meters = new Map<string, DownstreamMeter>();

  /** A handler was told by it that it is overloaded. */
  signal(entry: DownstreamEntry, now: number): void {
    this.#of(entry, now).signals.push(now);
  }

  started(entry: DownstreamEntry, count: number, now: number): void {
    const meter = this.#of(entry, now);
    this.#refill(meter, now);
    meter.startsLeft -= count;
    meter.startedCount += count;
  }

  /** A job that calls it has succeeded. */
  answered(id: string): void {
    const meter = this.#meters.get(id);
    if (meter !== undefined) meter.answeredCount += 1;
  }

  rateOf(entry: DownstreamEntry, now: number): DownstreamRate {
    const meter = this.#of(entry, now);
    this.#refill(meter, now);
    const { name, startsLeft, startedPerSecond, control } = meter;
    return { name, limitPerSecond: control.limitPerSecond, startsLeft, startedPerSecond };
  }

  /** It was overloaded, and what calls it has not been given back all of its rate. */
  isCut(id: string): boolean {
    return this.#meters.get(id)?.control.cutAt != null;
  }

  /** Judges all of them. @param foreignSignals signals that other engines saw in the last minute */
  tick(
    now: number,
    elapsedMs: number,
    world: {
      readonly findDownstream: (id: string) => DownstreamEntry | undefined;
      readonly foreignSignals: (id: string) => number;
      readonly callerCount?: (id: string) => number;
    },
  ): void {
    for (const [id, meter] of this.#meters) {
      const entry = world.findDownstream(id);
      if (entry === undefined) {
        this.#meters.delete(id);
        continue;
      }
      meter.signals = meter.signals.filter((at) => at > now - KEPT_MS);
      meter.startedPerSecond = (meter.startedCount * 1_000) / elapsedMs;
      meter.starts = keep(meter.starts, meter.startedCount, now);
      meter.answers = keep(meter.answers, meter.answeredCount, now);
      meter.startedCount = 0;
      meter.answeredCount = 0;
      const sinceCut = answersOf(meter, signalsCountFrom(meter.control, now));
      this.#refill(meter, now);
      meter.control = stepDownstream(
        meter.control,
        {
          // A cut answers signals wherever they came from; after it each engine judges by its own.
          signalCount: sinceCut.signalCount + (meter.control.cutAt === null ? world.foreignSignals(id) : 0),
          answeredCount: sinceCut.answeredCount,
          sinceStep: answersOf(meter, meter.control.steppedAt),
          threshold: entry.overloadThreshold,
          ratePerSecond: meanRateOf(meter, now),
          maxPerSecond: entry.maxPerSecond === null ? null : entry.maxPerSecond / (world.callerCount?.(id) ?? 1),
        },
        now,
      );
    }
  }

  samples(): DownstreamSample[] {
    return [...this.#meters].map(([downstreamId, { control, signals, startedPerSecond }]) => ({
      downstreamId,
      signalCount: signals.length,
      startCount: Math.round(startedPerSecond),
      limitPerSecond: control.limitPerSecond,
      cutAt: control.cutAt,
    }));
  }

  #of(entry: DownstreamEntry, now: number): DownstreamMeter {
    const found = this.#meters.get(entry.id);
    if (found !== undefined) return found;
    const control = newDownstreamControl(entry.maxPerSecond, now);
    const meter = {
      control,
      name: entry.name,
      startsLeft: ((entry.maxPerSecond ?? 0) * CREDIT_MS) / 1_000,
      filledAt: now,
      signals: [],
      startedCount: 0,
      startedPerSecond: 0,
      answeredCount: 0,
      starts: [],
      answers: [],
      knownSince: now,
    };
    this.#meters.set(entry.id, meter);
    return meter;
  }

  #refill(meter: DownstreamMeter, now: number): void {
    const limit = meter.control.limitPerSecond;
    const most = limit === null ? 0 : Math.max(1, (limit * CREDIT_MS) / 1_000);
    const grown = meter.startsLeft + ((limit ?? 0) * (now - meter.filledAt)) / 1_000;
    meter.startsLeft = limit === null ? 0 : Math.min(most, grown);
    meter.filledAt = now;
  }
}

function keep(counts: readonly Count[], count: number, now: number): Count[] {
  return [...counts.filter(({ at }) => at > now - KEPT_MS), { at: now, count }];
}

function answersOf(
  { signals, answers }: DownstreamMeter,
  from: number,
): Pick<DownstreamHealth, 'signalCount' | 'answeredCount'> {
  const answeredCount = sum(answers.filter(({ at }) => at > from));
  return { signalCount: signals.filter((at) => at > from).length, answeredCount };
}

function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { count }) => total + count, 0);
}

/** Starts per second of the last minute: those of one second may be a burst, and recovery would end far above what it carries. */
function meanRateOf({ starts, knownSince }: DownstreamMeter, now: number): number {
  return (sum(starts) * 1_000) / Math.min(KEPT_MS, Math.max(1_000, now - knownSince));
}

import { quantilesOf } from '@leeway/domain/distribution';
import { TRIGGERS } from '@leeway/trace/trace-function';
import { type Counts, countEnded, sumCounts } from './counts.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import type { Tally } from './tally.ts';

/** One line of the result. Durations in ms; null where nothing was started. */
export interface ResultRow {
  readonly label: string;
  readonly useCases: number;
  /** Answered with 201. */
  readonly submitted: number;
  readonly done: number;
  readonly dead: number;
  /** By somebody, while it waited or ran. */
  readonly cancelled: number;
  readonly waiting: number;
  /** Attempts that failed. */
  readonly failed: number;
  /** Share of starts after their deadline, 0…1. */
  readonly lateShare: number | null;
  readonly delayP50Ms: number | null;
  readonly delayP95Ms: number | null;
  readonly delayP99Ms: number | null;
  readonly cpuSeconds: number;
}

export interface ReplayResult {
  readonly triggers: readonly ResultRow[];
  readonly total: ResultRow;
  /** Where some were invoked more often than they were (`--boost`): these together, and all others together. Else empty. */
  readonly boosted: readonly ResultRow[];
  /** Jobs whose submission was cut, so that they were stored or not. */
  readonly unknownOutcome: number;
  /** How many of those the tier has; never more than `unknownOutcome`. */
  readonly unknownStored: number;
  /** Jobs in our use cases that the tier counted and we cannot have sent. */
  readonly foreign: number;
  /** Due jobs that were not sent, because the replay was stopped. */
  readonly unsent: number;
  /** Accepted jobs that are neither done, nor dead, nor cancelled, nor waiting. More than 0 is a fault of the tier. */
  readonly unaccounted: number;
}

export interface ResultInput {
  readonly planned: readonly PlannedUseCase[];
  /** Names of those that were invoked more often than they were. */
  readonly boosts: ReadonlyMap<string, number>;
  readonly tally: Tally;
  /** Per use case, of this replay alone. */
  readonly counts: ReadonlyMap<string, Counts>;
  /** Per use case: ready and delayed, as the tier reports them at the end. */
  readonly backlog: ReadonlyMap<string, number>;
}

const QUANTILES = [0.5, 0.95, 0.99] as const;

export function decideResult(input: ResultInput): ReplayResult {
  const byTrigger = Map.groupBy(input.planned, ({ traced }) => traced.trigger);
  const triggers = TRIGGERS.flatMap((trigger) => {
    const planned = byTrigger.get(trigger);
    return planned === undefined ? [] : [toRow(trigger, planned, input)];
  });
  const total = toRow('total', input.planned, input);
  const surplus = sumOver(input.planned, (name) =>
    Math.max(0, (input.counts.get(name)?.submitted ?? 0) - (input.tally.accepted.get(name) ?? 0)),
  );
  const unknownStored = Math.min(surplus, input.tally.unknown);
  return {
    ...{ triggers, total, boosted: toBoostedRows(input), unknownStored, foreign: surplus - unknownStored },
    ...{ unknownOutcome: input.tally.unknown, unsent: input.tally.unsent },
    unaccounted: sumOver(input.planned, (name) => unaccountedOf(name, input)),
  };
}

function toBoostedRows(input: ResultInput): ResultRow[] {
  if (input.boosts.size === 0) return [];
  const isBoosted = ({ registration }: PlannedUseCase) => input.boosts.has(registration.name);
  const others = input.planned.filter((useCase) => !isBoosted(useCase));
  return [toRow('boosted', input.planned.filter(isBoosted), input), toRow('others', others, input)];
}

/** Per use case, so that a surplus of one does not hide a loss of another. */
function unaccountedOf(name: string, { tally, counts, backlog }: ResultInput): number {
  const counted = counts.get(name);
  const expected = Math.max(tally.accepted.get(name) ?? 0, counted?.submitted ?? 0);
  const ended = counted === undefined ? 0 : countEnded(counted);
  return Math.max(0, expected - ended - (backlog.get(name) ?? 0));
}

function sumOver(planned: readonly PlannedUseCase[], amountOf: (name: string) => number): number {
  return planned.reduce((sum, { registration }) => sum + amountOf(registration.name), 0);
}

function toRow(label: string, planned: readonly PlannedUseCase[], input: ResultInput): ResultRow {
  const sum = sumCounts(planned.flatMap(({ registration }) => input.counts.get(registration.name) ?? []));
  const started = sum.delays.values().reduce((all, count) => all + count, 0);
  const [delayP50Ms = null, delayP95Ms = null, delayP99Ms = null] = quantilesOf(withoutZeros(sum), QUANTILES);
  return {
    ...{ label, useCases: planned.length, done: sum.done, dead: sum.dead },
    ...{ cancelled: sum.cancelled, failed: sum.failed },
    submitted: sumOver(planned, (name) => input.tally.accepted.get(name) ?? 0),
    waiting: sumOver(planned, (name) => input.backlog.get(name) ?? 0),
    lateShare: started === 0 ? null : sum.late / started,
    ...{ delayP50Ms, delayP95Ms, delayP99Ms, cpuSeconds: sum.cpuMs / 1_000 },
  };
}

/** A subtraction leaves empty buckets behind. */
function withoutZeros({ delays }: Counts): Counts['delays'] {
  return new Map(delays.entries().filter(([, count]) => count > 0));
}

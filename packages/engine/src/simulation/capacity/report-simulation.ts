import type { Criticality } from '@leeway/domain/criticality';
import { quantilesOf } from '@leeway/domain/distribution';
import type { QuotaKind } from '@leeway/domain/quota-kind';
import { jainIndex } from '../../capacity/jain.ts';
import type { SimulationRecord } from './simulate-capacity.ts';
import type { Cause } from './use-case-tally.ts';

const MINUTES_PER_HOUR = 60;
const MINUTE_MS = 60_000;
/** Whoever was backlogged for less says nothing about fairness. */
const MIN_BACKLOGGED_MS = 60_000;

export interface UseCaseReport {
  readonly name: string;
  readonly criticality: Criticality;
  readonly quotaKind: QuotaKind;
  readonly delayToleranceMs: number;
  readonly submittedCount: number;
  readonly startedCount: number;
  readonly doneCount: number;
  readonly deadCount: number;
  /** Not started at the end. */
  readonly waitingCount: number;
  /** Started, or still waiting, after the deadline. */
  readonly lateCount: number;
  readonly lateShare: number;
  /** Of those that started; null where none did. */
  readonly delayP50Ms: number | null;
  readonly delayP95Ms: number | null;
  readonly delayP99Ms: number | null;
  readonly cpuMs: number;
  readonly backloggedMs: number;
  /** Slot ms while it was backlogged; ratio null where that was less than a minute. */
  readonly entitledMs: number;
  readonly receivedMs: number;
  readonly ratio: number | null;
  readonly lateBy: Readonly<Partial<Record<Cause, number>>>;
}

export interface HourReport {
  readonly hour: number;
  readonly cpuMs: number;
  readonly cpuUtilisation: number;
  readonly slotUtilisation: number;
}

export interface PoolReport {
  readonly cpuUtilisation: number;
  readonly slotUtilisation: number;
  /** Busiest minute. */
  readonly peak: { readonly slots: number; readonly cpu: number; readonly memory: number; readonly atMs: number };
  /** Executed CPU of the busiest hour over that of the quietest; null for less than two whole hours. */
  readonly peakToTrough: number | null;
}

export interface SimulationReport {
  readonly fleet: SimulationRecord['plan']['fleet'];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly submittedCount: number;
  readonly lateShare: number;
  readonly jain: number | null;
  readonly pool: PoolReport;
  readonly hours: readonly HourReport[];
  readonly useCases: readonly UseCaseReport[];
  readonly eventCount: number;
}

export function reportSimulation(record: SimulationRecord): SimulationReport {
  const { plan, eventCount } = record;
  const useCases = plan.useCases.map((_, index) => reportUseCase(record, index));
  const submittedCount = sum(useCases, ({ submittedCount }) => submittedCount);
  const ratios = useCases.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
  const hours = reportHours(record);
  return {
    fleet: plan.fleet,
    fromMs: plan.measureFromMs,
    untilMs: plan.untilMs,
    submittedCount,
    lateShare: submittedCount === 0 ? 0 : sum(useCases, ({ lateCount }) => lateCount) / submittedCount,
    jain: ratios.length === 0 ? null : jainIndex(ratios),
    pool: reportPool(record, hours),
    hours,
    useCases,
    eventCount,
  };
}

function reportUseCase({ plan, tallies, book, waitingCounts }: SimulationRecord, index: number): UseCaseReport {
  const entry = plan.useCases[index]?.entry;
  const tally = tallies[index];
  const share = book.shares[index];
  if (entry === undefined || tally === undefined || share === undefined) throw new Error('no such use case');
  const { startedCount, doneCount, deadCount, lateCount, cpuMs } = tally;
  const waitingCount = waitingCounts[index] ?? 0;
  const submittedCount = startedCount + waitingCount;
  const [delayP50Ms = null, delayP95Ms = null, delayP99Ms = null] = quantilesOf(tally.delays, [0.5, 0.95, 0.99]);
  const { name, criticality, quotaKind, delayToleranceMs } = entry;
  const isMeasured = share.backloggedMs >= MIN_BACKLOGGED_MS && share.entitledMs > 0;
  return {
    ...{
      name,
      criticality,
      quotaKind,
      delayToleranceMs,
      submittedCount,
      startedCount,
      doneCount,
      deadCount,
      waitingCount,
    },
    ...{ lateCount, lateShare: submittedCount === 0 ? 0 : lateCount / submittedCount },
    ...{ delayP50Ms, delayP95Ms, delayP99Ms, cpuMs },
    ...share,
    ratio: isMeasured ? share.receivedMs / share.entitledMs : null,
    lateBy: Object.fromEntries(tally.lateBy),
  };
}

function reportHours({ plan, book }: SimulationRecord): HourReport[] {
  const hours: HourReport[] = [];
  const firstMinute = Math.ceil(plan.measureFromMs / MINUTE_MS);
  const lastMinute = Math.ceil(plan.untilMs / MINUTE_MS);
  for (let from = firstMinute; from < lastMinute; from += MINUTES_PER_HOUR) {
    const to = Math.min(lastMinute, from + MINUTES_PER_HOUR);
    const cpuMs = sum(book.cpuMs.subarray(from, to), (value) => value);
    const slotMs = sum(book.busySlotMs.subarray(from, to), (value) => value);
    const lengthMs = (to - from) * MINUTE_MS;
    const cpuUtilisation = cpuMs / (plan.fleet.cpuCount * lengthMs);
    hours.push({ hour: from / 60, cpuMs, cpuUtilisation, slotUtilisation: slotMs / (plan.fleet.slotCount * lengthMs) });
  }
  return hours;
}

function reportPool({ plan, book }: SimulationRecord, hours: readonly HourReport[]): PoolReport {
  const { fleet, measureFromMs, untilMs } = plan;
  const lengthMs = untilMs - measureFromMs;
  const cpu = hours.map(({ cpuMs }) => cpuMs);
  const first = Math.ceil(measureFromMs / MINUTE_MS);
  const slots = book.busySlotMs.subarray(first);
  const peakMinute = slots.indexOf(slots.reduce((most, value) => Math.max(most, value), 0));
  const highest = (values: Float64Array) => values.subarray(first).reduce((most, value) => Math.max(most, value), 0);
  return {
    cpuUtilisation: sum(cpu, (value) => value) / (fleet.cpuCount * lengthMs),
    slotUtilisation: sum(slots, (value) => value) / (fleet.slotCount * lengthMs),
    peak: {
      slots: highest(book.busySlotMs) / (fleet.slotCount * MINUTE_MS),
      cpu: highest(book.cpuMs) / (fleet.cpuCount * MINUTE_MS),
      memory: highest(book.memoryMb) / fleet.memoryMb,
      atMs: (first + peakMinute) * MINUTE_MS,
    },
    peakToTrough: cpu.length < 2 ? null : Math.max(...cpu) / Math.max(1, Math.min(...cpu)),
  };
}

function sum<T>(items: Iterable<T>, of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}

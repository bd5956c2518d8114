import { formatCount, formatShare, formatTimeOfDay } from '@leeway/domain/format-figures';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { SimulationReport } from './report-simulation.ts';
import type { SimulationPlan } from './simulation-plan.ts';
import type { Cause } from './use-case-tally.ts';

/** With a smaller part of all jobs late nothing is too small. */
const LATE_SHARE = 0.001;

/** What jobs were late for, most of them first. */
export interface Bottleneck {
  /** `slots`, `CPU`, `memory`, or a limit with the name of its use case or downstream. */
  readonly what: string;
  readonly lateCount: number;
  /** What shows it. */
  readonly figure: string;
}

export interface BottleneckReport {
  /** Null where practically nothing was late. */
  readonly first: Bottleneck | null;
  readonly next: readonly Bottleneck[];
  /** Which part of the pool was used most in its busiest minute. */
  readonly nearest: string;
}

const POOL_PARTS = { turn: 'slots', cpu: 'CPU', memory: 'memory' } as const;

/** What runs short first: what most late jobs had waited for. */
export function findBottleneck(report: SimulationReport, plan: SimulationPlan): BottleneckReport {
  const lateBy = new Map<string, { cause: Cause; lateCount: number; entry: UseCaseEntry }>();
  for (const [index, { lateBy: causes }] of report.useCases.entries()) {
    const entry = plan.useCases[index]?.entry;
    if (entry === undefined) continue;
    for (const [cause, count] of Object.entries(causes) as [Cause, number][]) {
      const what = nameOf(cause, entry);
      const before = lateBy.get(what)?.lateCount ?? 0;
      lateBy.set(what, { cause, lateCount: before + count, entry });
    }
  }
  const all = [...lateBy].sort(([, a], [, b]) => b.lateCount - a.lateCount);
  const bottlenecks = all.map(([what, { cause, lateCount, entry }]) => ({
    ...{ what, lateCount, figure: `${figureOf(cause, { report, entry, plan })}; ${late(report, lateCount)}` },
  }));
  const [first = null, ...next] = bottlenecks.filter(
    ({ lateCount }) => lateCount >= LATE_SHARE * report.submittedCount,
  );
  return { first, next, nearest: nearestOf(report) };
}

function late({ submittedCount }: SimulationReport, count: number): string {
  return `${formatCount(count)} jobs late for it (${formatShare(count / Math.max(1, submittedCount))} of all)`;
}

function nameOf(cause: Cause, { name, downstreamIds }: UseCaseEntry): string {
  if (cause === 'turn' || cause === 'cpu' || cause === 'memory') return POOL_PARTS[cause];
  if (cause === 'cpuQuota') return `CPU quota of ${name}`;
  if (cause === 'concurrency') return `concurrency limit of ${name}`;
  if (cause === 'downstream') return `downstream ${downstreamIds.join(', ')}`;
  if (cause === 'slowStart') return `slow start of ${name}`;
  return `${cause} of ${name}`;
}

interface Shown {
  readonly report: SimulationReport;
  readonly entry: UseCaseEntry;
  readonly plan: SimulationPlan;
}

function figureOf(cause: Cause, { report: { pool, useCases, fromMs, untilMs, fleet }, entry, plan }: Shown): string {
  const { peak } = pool;
  const at = formatTimeOfDay(peak.atMs);
  if (cause === 'turn')
    return `${fleet.slotCount} slots ${formatShare(Math.min(1, peak.slots))} busy in the busiest minute (${at}), ${formatShare(pool.slotUtilisation)} in all`;
  if (cause === 'cpu')
    return `${fleet.cpuCount} cores ${formatShare(Math.min(1, peak.cpu))} busy in the busiest minute, ${formatShare(pool.cpuUtilisation)} in all`;
  if (cause === 'memory')
    return `${formatShare(Math.min(1, peak.memory))} of ${formatCount(fleet.memoryMb)} MiB held at the most`;
  const used = useCases.find(({ name }) => name === entry.name)?.cpuMs ?? 0;
  const perSecond = formatCount((used * 1_000) / (untilMs - fromMs));
  if (cause === 'cpuQuota') return `${perSecond} of ${entry.cpuQuotaMsPerSecond} CPU ms/s used in all`;
  if (cause === 'concurrency') return `at most ${entry.concurrencyLimit} at once`;
  const limits = plan.downstreams.filter((each) => entry.downstreamIds.includes(each.entry.id));
  return limits
    .map((each) => `${each.entry.name} carries ${each.entry.maxPerSecond ?? each.carriesPerSecond ?? '?'}/s`)
    .join(', ');
}

function nearestOf({ pool: { peak } }: SimulationReport): string {
  const parts = [
    ['slots', peak.slots],
    ['CPU', peak.cpu],
    ['memory', peak.memory],
  ] as const;
  const [name, share] = parts.reduce((most, each) => (each[1] > most[1] ? each : most));
  return `${name}, ${formatShare(Math.min(1, share))} used in the busiest minute`;
}

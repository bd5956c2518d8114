import { MINUTE_MS } from '@leeway/domain/units';
import type { TierOverview } from '@leeway/domain/views';
import { formatCount, formatHundredths, formatNoun, formatRate, formatShare } from '#lib/format/number.ts';
import { liveEngines, recentUsage } from './decide-verdict.ts';

export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly tone: 'plain' | 'warn' | 'bad';
  /** What the figure counts, in full. */
  readonly definition: string;
}

export function prepareTiles(overview: TierOverview): Tile[] {
  const { readyCount, delayedCount, deadCount } = overview.backlog;
  const lastMinute = recentUsage(overview, MINUTE_MS);
  const lately = recentUsage(overview, 5 * MINUTE_MS);
  const perSecond = (count: number) => (lastMinute.coveredMs === 0 ? null : (count * 1_000) / lastMinute.coveredMs);
  const lateShare = lately.startedCount === 0 ? null : lately.lateCount / lately.startedCount;
  return [
    {
      label: 'Ready',
      value: formatCount(readyCount),
      note: 'waiting or being run',
      tone: 'plain',
      definition: 'Jobs that are due: not started yet, or being run now',
    },
    {
      label: 'Delayed',
      value: formatCount(delayedCount),
      note: 'not due yet',
      tone: 'plain',
      definition: 'Jobs whose earliest start or retry lies ahead',
    },
    {
      label: 'Dead',
      value: formatCount(deadCount),
      note: deadCount === 0 ? 'none given up' : 'out of attempts',
      tone: deadCount > 0 ? 'warn' : 'plain',
      definition: 'Jobs whose last attempt failed; they are kept with their reason',
    },
    {
      label: 'Started',
      value: formatRate(perSecond(lastMinute.startedCount)),
      note: `${formatRate(perSecond(lastMinute.submittedCount))} submitted`,
      tone: 'plain',
      definition: 'Attempts that ended in the last minute, per second',
    },
    {
      label: 'Late',
      value: lateShare === null ? 'none' : formatShare(lateShare),
      note: lateShare === null ? 'nothing started' : `${formatCount(lately.lateCount)} in 5 min`,
      tone: lateShare === null || lateShare === 0 ? 'plain' : lateShare < 0.05 ? 'warn' : 'bad',
      definition: 'Share of the starts of the last 5 minutes that came after their deadline',
    },
    cpuTile(overview, perSecond(lastMinute.cpuMs)),
  ];
}

function cpuTile(overview: TierOverview, cpuMsPerSecond: number | null): Tile {
  const slotCount = liveEngines(overview).reduce((sum, engine) => sum + engine.slots.length, 0);
  const definition = 'Processor time that handlers used in the last minute, beside the worker slots that can use it';
  const used = cpuMsPerSecond === null ? null : cpuMsPerSecond / 1_000;
  return {
    label: 'CPU used',
    value: `${formatHundredths(used)} cores`,
    note: `of ${formatNoun(slotCount, 'worker slot')}`,
    tone: 'plain',
    definition,
  };
}

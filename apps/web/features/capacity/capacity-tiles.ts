import type { CapacityTotals } from '@leeway/domain/sharing-views';
import type { Tile } from '#features/tier/prepare-tiles.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatNoun, formatShare } from '#lib/format/number.ts';

/** The head figures of the capacity report. */
export function prepareCapacityTiles(totals: CapacityTotals): Tile[] {
  const { slotMs, busySlotMs, cpuCapacityMs, cpuMs, opportunisticCpuMs, receivedCount, executedCount } = totals;
  const partOf = (part: number, whole: number) => (whole > 0 ? formatShare(part / whole) : 'unknown');
  const left = receivedCount - executedCount;
  return [
    {
      label: 'CPU used',
      value: partOf(cpuMs, cpuCapacityMs),
      note: cpuCapacityMs > 0 ? `${formatDuration(cpuMs)} of ${formatDuration(cpuCapacityMs)}` : 'nothing was measured',
      tone: 'plain',
      definition: 'Processor time that jobs took, as a part of what the cores of the pool could give',
    },
    {
      label: 'Slots busy',
      value: partOf(busySlotMs, slotMs),
      note: slotMs > 0 ? `${formatDuration(Math.max(0, slotMs - busySlotMs))} idle` : 'nothing was measured',
      tone: 'plain',
      definition:
        'Time for which worker slots were taken, by the resource of which a job takes most: a slot, CPU or memory',
    },
    {
      label: 'Opportunistic',
      value: partOf(opportunisticCpuMs, cpuMs),
      note: 'of the CPU used',
      tone: 'plain',
      definition: 'Part of the CPU that went to use cases which run when the pool has room',
    },
    {
      label: 'Received',
      value: formatCount(receivedCount),
      note: 'jobs accepted',
      tone: 'plain',
      definition: 'Jobs that were submitted in the period',
    },
    {
      label: 'Executed',
      value: formatCount(executedCount),
      note: left > 0 ? `${formatCount(left)} fewer than received` : 'as many as received, or more',
      tone: 'plain',
      definition: 'Jobs that succeeded in the period, whenever they were submitted',
    },
    {
      label: 'Use cases at work',
      value: formatCount(totals.busyCount),
      note: `${formatNoun(totals.idleCount, 'other')} had nothing to do`,
      tone: 'plain',
      definition: 'Use cases of which something was submitted, executed or given up in the period',
    },
  ];
}

/** What the columns of the table count. */
export const CAPACITY_COLUMN_TEXT = [
  {
    label: 'Part of the pool',
    definition:
      'Its CPU as a part of what the cores of the pool could give; what its own programs run is not the pool’s',
  },
  {
    label: 'CPU quota',
    definition: 'What its policy allows, without bursts: with a burst more than 100 % can be used',
  },
  {
    label: 'By bursts',
    definition: 'CPU that burst grants gave in the period: used while the CPU quota of the policy was used up',
  },
  {
    label: 'Executed of received',
    definition: 'Above 100 % it worked off a backlog, below it built one up, or jobs died or were cancelled',
  },
] as const;

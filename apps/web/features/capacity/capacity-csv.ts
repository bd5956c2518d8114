import type { CapacityGroup } from '@leeway/domain/report-query';
import type { CapacityRow } from '@leeway/domain/sharing-views';
import type { ChartWindow } from '@leeway/domain/views';
import type { CsvColumn } from '#features/csv/csv-column.ts';
import { periodCsv } from '#features/sharing/period-csv.ts';

type Column = CsvColumn<CapacityRow>;

const NAMES: Readonly<Record<CapacityGroup, readonly Column[]>> = {
  useCase: [
    { title: 'Use case', value: (row) => row.name },
    { title: 'Team', value: (row) => row.team },
    { title: 'Quota kind', value: (row) => (row.isOpportunistic ? 'opportunistic' : 'reserved') },
  ],
  team: [
    { title: 'Team', value: (row) => row.name },
    { title: 'Use cases with work', value: (row) => row.useCaseCount },
  ],
};

const FIGURES: readonly Column[] = [
  { title: 'CPU used (ms)', value: (row) => row.cpuMs },
  { title: 'Of it by bursts, beyond the CPU quota (ms)', value: (row) => row.grantedCpuMs },
  { title: 'Part of the pool (0 to 1)', value: (row) => row.poolShare },
  { title: 'CPU quota (CPU ms per second; empty: no limit)', value: (row) => row.cpuQuotaMsPerSecond },
  { title: 'CPU quota used (0 to 1)', value: (row) => row.quotaShare },
  { title: 'Received (jobs)', value: (row) => row.receivedCount },
  { title: 'Executed (jobs)', value: (row) => row.executedCount },
  { title: 'Executed of received (0 to 1)', value: (row) => row.executedShare },
];

export function capacityCsv(group: CapacityGroup, window: ChartWindow): readonly Column[] {
  return [...NAMES[group], ...FIGURES, ...periodCsv(window)];
}

import type { UseCaseSummary } from '@leeway/domain/views';
import { type CsvColumn, isoOrNull } from '#features/csv/csv-column.ts';
import { STATE_LABELS } from './badges.tsx';

export function summariesCsv(asOf: number): readonly CsvColumn<UseCaseSummary>[] {
  return [
    { title: 'Use case', value: (row) => row.name },
    { title: 'Team', value: (row) => row.team },
    { title: 'State', value: (row) => STATE_LABELS[row.state].label },
    { title: 'Criticality', value: (row) => row.criticality },
    { title: 'Runtime', value: (row) => row.runtime },
    { title: 'Handler', value: (row) => row.handler },
    { title: 'Delay tolerance (ms)', value: (row) => row.delayToleranceMs },
    { title: 'Start delay p50, last 5 min (ms)', value: (row) => row.p50Ms },
    { title: 'Start delay p95, last 5 min (ms)', value: (row) => row.p95Ms },
    { title: 'Start delay p99, last 5 min (ms)', value: (row) => row.p99Ms },
    { title: 'Started, last 5 min (jobs)', value: (row) => row.startedCount },
    { title: 'Of these late (jobs)', value: (row) => row.lateCount },
    { title: 'Failed attempts, last 5 min', value: (row) => row.failedCount },
    { title: 'Ready (jobs)', value: (row) => row.readyCount },
    { title: 'Delayed (jobs)', value: (row) => row.delayedCount },
    { title: 'Dead (jobs)', value: (row) => row.deadCount },
    { title: 'Submitted, last 5 min (jobs per second)', value: (row) => row.submittedPerSecond },
    { title: 'Done, last 5 min (jobs per second)', value: (row) => row.donePerSecond },
    { title: 'As of (UTC)', value: () => isoOrNull(asOf) },
  ];
}

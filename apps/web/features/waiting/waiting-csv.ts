import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import { type CsvColumn, isoOrNull } from '#features/csv/csv-column.ts';
import { gateText } from '#features/waits/gate-text.ts';
import { decideWaited } from './filter-waiting.ts';

export function waitingCsv(asOf: number): readonly CsvColumn<WaitingUseCase>[] {
  return [
    { title: 'Use case', value: (row) => row.name },
    { title: 'Team', value: (row) => row.team },
    { title: 'Criticality', value: (row) => row.criticality },
    { title: 'Waits at', value: (row) => gateText(row.gate).label },
    { title: 'Reason', value: (row) => row.reading?.text ?? null },
    { title: 'Opens (UTC; empty: not known)', value: (row) => isoOrNull(row.reading?.opensAt ?? null) },
    { title: 'Next job could start since (UTC)', value: (row) => isoOrNull(row.headAvailableAt) },
    { title: 'Has waited (ms)', value: (row) => decideWaited(row, asOf)?.waitedMs ?? null },
    { title: 'Delay tolerance (ms)', value: (row) => row.delayToleranceMs },
    { title: 'Late', value: (row) => yesNo(decideWaited(row, asOf)?.isLate) },
    { title: 'As of (UTC)', value: () => isoOrNull(asOf) },
  ];
}

function yesNo(answer: boolean | undefined): string | null {
  return answer === undefined ? null : answer ? 'yes' : 'no';
}

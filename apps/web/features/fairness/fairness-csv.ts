import type { FairnessUse } from '@leeway/domain/sharing-views';
import type { ChartWindow } from '@leeway/domain/views';
import { GATES } from '@leeway/domain/wait-reason';
import type { CsvColumn } from '#features/csv/csv-column.ts';
import { periodCsv } from '#features/sharing/period-csv.ts';
import { gateText } from '#features/waits/gate-text.ts';
import { judgeRatio } from './judge-ratio.ts';

type Column = CsvColumn<FairnessUse>;

/** Of a use case that was never backlogged nothing was compared. */
const compared = (row: FairnessUse, ms: number) => (row.backloggedMs === 0 ? null : ms);

const FIGURES: readonly Column[] = [
  { title: 'Use case', value: (row) => row.name },
  { title: 'Team', value: (row) => row.team },
  { title: 'Weight (100: as everybody)', value: (row) => row.fairWeight },
  { title: 'Backlogged (ms)', value: (row) => row.backloggedMs },
  { title: 'Entitled to while backlogged (slot ms)', value: (row) => compared(row, row.entitledMs) },
  { title: 'Received while backlogged (slot ms)', value: (row) => compared(row, row.receivedMs) },
  { title: 'Received of entitled to (1: exactly)', value: (row) => row.ratio },
  { title: 'Verdict', value: (row) => judgeRatio(row.ratio).label },
  { title: 'Suffered (slot ms)', value: (row) => row.sufferedMs },
  { title: 'Caused (slot ms)', value: (row) => row.causedMs },
];

const GATE_COLUMNS: readonly Column[] = GATES.map((gate) => ({
  title: `Waited at ${gateText(gate).label} (ms)`,
  value: (row) => row.gates.find((waited) => waited.gate === gate)?.ms ?? 0,
}));

export function fairnessCsv(window: ChartWindow): readonly Column[] {
  return [...FIGURES, ...GATE_COLUMNS, ...periodCsv(window)];
}

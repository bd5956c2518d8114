import type { FairnessQuery, FairnessSortKey } from '@leeway/domain/report-query';
import {
  FAIR_FROM,
  type FairnessReport,
  type FairnessTotals,
  type FairnessUse,
  type HeldUp,
  MAX_REPORTED,
  type ReportExport,
} from '@leeway/domain/sharing-views';
import { jainIndex } from '../capacity/jain.ts';
import { decidePeriod } from './period-window.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readFairnessUses } from './read-fairness-uses.ts';
import { readReportedGrants } from './read-reported-grants.ts';
import { chooseRows, type SortValues, showRows } from './show-rows.ts';
import { readPairs } from './sql/read-pairs.ts';
import { readStoreTime, type Store } from './store-time.ts';

/** Of a use case that was never backlogged nothing was compared. */
const compared = (row: FairnessUse, ms: number) => (row.backloggedMs === 0 ? null : ms);

const SORT_VALUES: SortValues<FairnessUse, FairnessSortKey> = {
  name: (row) => row.name,
  team: (row) => row.team,
  weight: (row) => row.fairWeight,
  backlogged: (row) => row.backloggedMs,
  entitled: (row) => compared(row, row.entitledMs),
  received: (row) => compared(row, row.receivedMs),
  ratio: (row) => row.ratio,
  suffered: (row) => row.sufferedMs,
  caused: (row) => row.causedMs,
  gates: (row) => row.gates.reduce((sum, { ms }) => sum + ms, 0),
};

/** Whether the sharing of a period was fair, and to whom it was not: over everybody, with a page of the use cases asked for. */
export async function readFairnessReport(store: Store, query: FairnessQuery): Promise<FairnessReport> {
  const voice = await readEngineVoice(store);
  const window = decidePeriod(query.period, voice.asOf);
  const useCases = await readFairnessUses(store, window.fromAt);
  const grants = await readReportedGrants(store, window);
  const pairs = await readHeldUp(store, window.fromAt);
  const uses = showRows(useCases, query, SORT_VALUES);
  return { ...voice, period: query.period, window, grants, totals: sumUp(useCases), uses, pairs };
}

/** Every use case that the query's filter leaves, in its order. */
export async function exportFairness(store: Store, query: FairnessQuery): Promise<ReportExport<FairnessUse>> {
  const asOf = await readStoreTime(store);
  const window = decidePeriod(query.period, asOf);
  return { asOf, window, rows: chooseRows(await readFairnessUses(store, window.fromAt), query, SORT_VALUES) };
}

function sumUp(useCases: readonly FairnessUse[]): FairnessTotals {
  const judged = useCases.flatMap(({ name, ratio }) => (ratio === null ? [] : [{ name, ratio }]));
  const ratios = judged.map(({ ratio }) => ratio);
  return {
    useCaseCount: useCases.length,
    judgedCount: judged.length,
    shortCount: ratios.filter((ratio) => ratio < FAIR_FROM).length,
    jain: ratios.length === 0 ? null : jainIndex(ratios),
    worst: judged.reduce<FairnessTotals['worst']>(
      (worst, use) => (worst === null || use.ratio < worst.ratio ? use : worst),
      null,
    ),
    sufferedMs: useCases.reduce((sum, use) => sum + use.sufferedMs, 0),
    causedMs: useCases.reduce((sum, use) => sum + use.causedMs, 0),
  };
}

async function readHeldUp(store: Store, fromAt: number): Promise<HeldUp[]> {
  const { rows } = await store.query<{ culprit: string; victim: string; slot_ms: number }>({
    ...readPairs,
    values: [fromAt, MAX_REPORTED],
  });
  return rows.map(({ culprit, victim, slot_ms }) => ({ culprit, victim, slotMs: slot_ms }));
}

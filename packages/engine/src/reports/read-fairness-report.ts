import { GATE_COLUMNS, type GateColumn } from '@leeway/domain/gate-columns';
import {
  type FairnessReport,
  type FairnessUse,
  type HeldUp,
  MAX_REPORTED,
  type ReportPeriod,
} from '@leeway/domain/sharing-views';
import { SECOND_MS } from '@leeway/domain/units';
import { GATES } from '@leeway/domain/wait-reason';
import { jainIndex } from '../capacity/jain.ts';
import { decidePeriod } from './period-window.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readReportedGrants } from './read-reported-grants.ts';
import { readPairs } from './sql/read-pairs.ts';
import { readSharing } from './sql/read-sharing.ts';
import type { Store } from './store-time.ts';

/** A start takes its turn: of who was backlogged for less, a ratio says nothing. */
const JUDGED_FROM_MS = 10 * SECOND_MS;

interface SharingRow extends Readonly<Record<GateColumn, number | null>> {
  readonly name: string;
  readonly team: string;
  readonly fair_weight: number;
  readonly entitled_ms: number;
  readonly received_ms: number;
  readonly backlogged_ms: number;
  readonly suffered_ms: number;
  readonly caused_ms: number;
}

/** Whether the sharing of a period was fair, and to whom it was not. */
export async function readFairnessReport(store: Store, period: ReportPeriod): Promise<FairnessReport> {
  const voice = await readEngineVoice(store);
  const window = decidePeriod(period, voice.asOf);
  const { rows } = await store.query<SharingRow>({ ...readSharing, values: [window.fromAt] });
  const useCases = rows.map(viewUse).sort(worstFirst);
  const ratios = useCases.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
  const grants = await readReportedGrants(store, window);
  const pairs = await readHeldUp(store, window.fromAt);
  return { ...voice, period, window, grants, useCases, jain: ratios.length === 0 ? null : jainIndex(ratios), pairs };
}

async function readHeldUp(store: Store, fromAt: number): Promise<HeldUp[]> {
  const { rows } = await store.query<{ culprit: string; victim: string; slot_ms: number }>({
    ...readPairs,
    values: [fromAt, MAX_REPORTED],
  });
  return rows.map(({ culprit, victim, slot_ms }) => ({ culprit, victim, slotMs: slot_ms }));
}

function viewUse(row: SharingRow): FairnessUse {
  const isJudged = row.backlogged_ms >= JUDGED_FROM_MS && row.entitled_ms > 0;
  return {
    name: row.name,
    team: row.team,
    fairWeight: row.fair_weight,
    entitledMs: toMicroseconds(row.entitled_ms),
    receivedMs: toMicroseconds(row.received_ms),
    backloggedMs: toMicroseconds(row.backlogged_ms),
    ratio: isJudged ? row.received_ms / row.entitled_ms : null,
    sufferedMs: toMicroseconds(row.suffered_ms),
    causedMs: toMicroseconds(row.caused_ms),
    gates: GATES.map((gate) => ({ gate, ms: toMicroseconds(row[GATE_COLUMNS[gate]] ?? 0) }))
      .filter(({ ms }) => ms > 0)
      .sort((a, b) => b.ms - a.ms),
  };
}

/** A report of ten thousand use cases is a third shorter without the digits that nobody can measure. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

function worstFirst(a: FairnessUse, b: FairnessUse): number {
  if (a.ratio === null || b.ratio === null) return Number(a.ratio === null) - Number(b.ratio === null);
  return a.ratio - b.ratio;
}

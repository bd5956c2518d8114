import { GATE_COLUMNS, type GateColumn } from '@leeway/domain/gate-columns';
import type { FairnessUse } from '@leeway/domain/sharing-views';
import { SECOND_MS } from '@leeway/domain/units';
import { GATES } from '@leeway/domain/wait-reason';
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

/** How each use case came off since `fromAt` (the beginning of a minute), by name. */
export async function readFairnessUses(store: Store, fromAt: number): Promise<FairnessUse[]> {
  const { rows } = await store.query<SharingRow>({ ...readSharing, values: [fromAt] });
  return rows.map(viewUse);
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

/** Without the digits that nobody can measure. */
function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}

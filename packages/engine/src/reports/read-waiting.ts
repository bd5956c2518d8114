import type { Criticality } from '@leeway/domain/criticality';
import type { WaitingList } from '@leeway/domain/sharing-views';
import type { Gate, GateReading } from '@leeway/domain/wait-reason';
import { MAX_WAIT_SAMPLES } from '../capacity/capacity-sample.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readWaiting as statement } from './sql/read-waiting.ts';
import type { Store } from './store-time.ts';

interface WaitingRow {
  readonly name: string;
  readonly team: string;
  readonly criticality: Criticality;
  readonly delay_tolerance_ms: number;
  readonly gate: Gate;
  readonly reading: GateReading | null;
  readonly head_available_at: number | null;
  readonly engine_count: number;
  readonly told_count: number;
}

/** Every use case that waits now, with what it waits for. */
export async function readWaiting(store: Store): Promise<WaitingList> {
  const voice = await readEngineVoice(store);
  const { rows } = await store.query<WaitingRow>(statement);
  return {
    ...voice,
    isCut: rows.some(({ told_count }) => told_count >= MAX_WAIT_SAMPLES),
    rows: rows.map((row) => ({
      name: row.name,
      team: row.team,
      criticality: row.criticality,
      delayToleranceMs: row.delay_tolerance_ms,
      gate: row.gate,
      reading: row.reading,
      headAvailableAt: row.head_available_at,
      engineCount: row.engine_count,
    })),
  };
}

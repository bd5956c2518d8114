import type { Criticality } from '@leeway/domain/criticality';
import type { WaitingList } from '@leeway/domain/sharing-views';
import type { Gate, GateReading } from '@leeway/domain/wait-reason';
import { MAX_WAIT_SAMPLES } from '../capacity/capacity-sample.ts';
import { isBelow } from '../capacity/gates.ts';
import { readEngineVoice } from './read-engine-voice.ts';
import { readFloor } from './read-use-case-figures.ts';
import { readRemoteWaiting } from './sql/read-remote-waiting.ts';
import { readWaiting as statement } from './sql/read-waiting.ts';
import type { Store } from './store-time.ts';

/** Of more nobody reads them all. */
const MAX_REMOTE_WAITING = 300;

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

interface RemoteRow {
  readonly name: string;
  readonly team: string;
  readonly criticality: Criticality;
  readonly is_paused: boolean;
  readonly waiting_count: number;
  readonly leased_count: number;
  readonly remote_count: number;
}

/** Every use case that waits now, with what it waits for. */
export async function readWaiting(store: Store): Promise<WaitingList> {
  const voice = await readEngineVoice(store);
  const { rows } = await store.query<WaitingRow>(statement);
  const remote = await store.query<RemoteRow>({ ...readRemoteWaiting, values: [MAX_REMOTE_WAITING] });
  const floor = await readFloor(store);
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
    remoteCount: remote.rows[0]?.remote_count ?? 0,
    remote: remote.rows.map((row) => ({
      name: row.name,
      team: row.team,
      criticality: row.criticality,
      waitingCount: row.waiting_count,
      leasedCount: row.leased_count,
      isPaused: row.is_paused,
      isHeld: isBelow(row.criticality, floor),
    })),
  };
}

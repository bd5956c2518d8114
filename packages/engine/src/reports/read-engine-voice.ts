import { readEngineVoice as statement } from './sql/read-engine-voice.ts';
import type { Store } from './store-time.ts';

/** Whether what engines write down is fresh. */
export interface EngineVoice {
  readonly asOf: number;
  readonly engineSpokeAt: number | null;
}

export async function readEngineVoice(store: Store): Promise<EngineVoice> {
  const { rows } = await store.query<{ as_of: number; engine_spoke_at: number | null }>(statement);
  const [row] = rows;
  if (row === undefined) throw new Error('the store did not tell the time');
  return { asOf: row.as_of, engineSpokeAt: row.engine_spoke_at };
}

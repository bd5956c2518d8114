import type { Chance } from '../chance.ts';
import type { Behaviour, Plan } from './plan.ts';

export type Deed = 'ok' | 'slow' | 'fail' | 'failOnce' | 'hang' | 'die' | 'bad';

/** What a simulated handler is told to do. `n` is the submission that it comes from: no two are equal. */
export interface SimulatedPayload {
  readonly n: number;
  readonly deed: Deed;
  readonly ms: number;
  /** Its dedupe key, where it holds one until it ends. */
  readonly dedupeKey: string | null;
}

const SLOW_MS = 400;
const SHORT_MS = 0.05;
const RUN_MS = [SHORT_MS, 1, 8];

export function drawPayload(
  chance: Chance,
  { behaviour, areShort }: Pick<Plan, 'behaviour' | 'areShort'>,
  { n, dedupeKey }: Pick<SimulatedPayload, 'n' | 'dedupeKey'>,
): SimulatedPayload {
  const deed = drawDeed(chance, behaviour);
  const ms = deed === 'slow' ? chance.int(20, SLOW_MS) : chance.pick(RUN_MS);
  return { n, dedupeKey, deed, ms: areShort && deed !== 'slow' ? SHORT_MS : ms };
}

function drawDeed(chance: Chance, behaviour: Behaviour): Deed {
  let left = chance.next();
  for (const deed of ['fail', 'failOnce', 'hang', 'die', 'slow', 'bad'] as const) {
    left -= behaviour[deed];
    if (left < 0) return deed;
  }
  return 'ok';
}

/** How this attempt ends; null: it never does. */
export function endOf({ deed }: SimulatedPayload, attempt: number): 'ok' | 'fail' | 'bad' | 'die' | null {
  if (deed === 'hang') return null;
  if (deed === 'die' || deed === 'fail' || deed === 'bad') return deed;
  return deed === 'failOnce' && attempt === 1 ? 'fail' : 'ok';
}

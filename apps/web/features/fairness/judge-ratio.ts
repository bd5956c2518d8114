import { FAIR_FROM } from '@leeway/domain/sharing-views';
import type { Tone } from '#components/badge.tsx';

const BAD_BELOW = 0.8;

export interface Judgement {
  readonly tone: Tone;
  readonly label: string;
}

/** What a ratio means; null: it was not backlogged for long enough to be judged. */
export function judgeRatio(ratio: number | null): Judgement {
  if (ratio === null) return { tone: 'plain', label: 'not judged' };
  if (ratio < BAD_BELOW) return { tone: 'bad', label: 'too little' };
  return ratio < FAIR_FROM ? { tone: 'warn', label: 'a little short' } : { tone: 'good', label: 'its part' };
}

/** Parts of the time in which it waited; the smallest of more than three are together. */
export function shareGates<G extends string>(gates: readonly { readonly gate: G; readonly ms: number }[], most = 3) {
  const totalMs = gates.reduce((sum, { ms }) => sum + ms, 0);
  const named = gates.slice(0, most).map(({ gate, ms }) => ({ gate, share: ms / totalMs }));
  const restMs = gates.slice(most).reduce((sum, { ms }) => sum + ms, 0);
  return { totalMs, named, restShare: totalMs === 0 ? 0 : restMs / totalMs };
}

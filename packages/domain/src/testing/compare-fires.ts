import { createFireTimes } from '../fire-times.ts';
import { type FireSets, listFiresByRule, type Span, toExpression } from './fire-oracle.ts';

export interface Comparison {
  readonly fireCount: number;
  /** Instants that one side has and the other has not. */
  readonly differences: readonly string[];
}

/** The product's answer beside the oracle's. */
export function compareFires(sets: FireSets, span: Span): Comparison {
  const expression = toExpression(sets);
  const times = createFireTimes(expression, span.zone);
  const ours: number[] = [];
  for (let at = times.next(span.from); at !== null && at <= span.to; at = times.next(at)) ours.push(at);
  const rule = listFiresByRule(sets, span);
  const only = (side: string, these: readonly number[], those: ReadonlySet<number>) =>
    these
      .filter((at) => !those.has(at))
      .map((at) => `${expression} in ${span.zone}: only ${side} has ${new Date(at).toISOString()}`);
  const differences = [...only('ours', ours, new Set(rule)), ...only('the oracle', rule, new Set(ours))];
  return { fireCount: rule.length, differences };
}

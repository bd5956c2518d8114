import type { Run } from '../ledger/ledger.ts';
import { type Checking, inLeaseOrder, pairsOf } from './checking.ts';
import { createEpochFinder, createExplainer, type Explainer, type Explanation } from './find-explanation.ts';

/** Every delivery after the first has a reason: a failure, or something that was done to who had the job. Returns how many. */
export function checkRedeliveries({ ledger, found, runsOf, explained }: Checking): number {
  const explainer = createExplainer(ledger.faults, createEpochFinder(ledger));
  let count = 0;
  for (const [id, runs] of runsOf) {
    if (runs.length === 1 && runs[0]?.attempt === 1) continue;
    for (const { explanation, what } of judgeJob(runs, explainer)) {
      count += 1;
      if (explanation === null) found.add('unexplainedRedeliveries', `${id}: ${what}`);
      else explained.set(explanation, (explained.get(explanation) ?? 0) + 1);
    }
  }
  return count;
}

interface Judged {
  readonly explanation: Explanation | null;
  readonly what: string;
}

function* judgeJob(runs: readonly Run[], explainer: Explainer): Generator<Judged> {
  const byAttempt = Map.groupBy(runs, ({ attempt }) => attempt);
  for (const [attempt, ofAttempt] of byAttempt) {
    const inOrder = inLeaseOrder(ofAttempt);
    for (const [previous, next] of pairsOf(inOrder)) {
      const what = `attempt ${attempt} at ${previous.startedAt} and ${next.startedAt}`;
      yield { explanation: explainer.ofRedelivery(previous, next), what };
    }
    const before = byAttempt.get(attempt - 1) ?? [];
    if (attempt === 1 || before.some(hasFailed)) continue;
    const what = `attempt ${attempt}, though ${attempt - 1} had not failed`;
    yield { explanation: explainer.ofRetry(before.at(-1), inOrder[0] as Run), what };
  }
}

function hasFailed({ endedAt, isOk }: Run): boolean {
  return endedAt !== null && !isOk;
}

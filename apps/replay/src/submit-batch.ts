import { randomUUID } from 'node:crypto';
import { type JobInput, type Leeway, LeewayApiError, LeewayConnectionError } from '@leeway/sdk';
import type { Clock } from './clock.ts';
import { ReplayError } from './replay-error.ts';
import { addAccepted, type Tally } from './tally.ts';

export interface Batch {
  readonly useCase: string;
  readonly jobs: readonly JobInput[];
}

export interface SubmitDependencies {
  /** Without retries of its own: here every one of them is counted and told. */
  readonly leeway: Leeway;
  readonly clock: Clock;
  readonly tally: Tally;
  /** Ends waiting; what is under way is still awaited. */
  readonly stop: AbortSignal;
}

/** An engine takes up new use cases and keys within seconds; until then it does not know them. */
const UNKNOWN_TRIES = 40;
const UNKNOWN_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

/** What to do about a failed submit: wait and try again, or end the replay. */
type Verdict = { readonly kind: 'wait'; readonly ms: number; readonly because: string } | { readonly kind: 'fatal' };

/** @param tried tries so far, at least 1 */
export function judgeFailure(error: unknown, tried: number, random: () => number): Verdict {
  if (error instanceof LeewayConnectionError) {
    return waitFor(error.message, backoff(tried, random));
  }
  if (!(error instanceof LeewayApiError)) return { kind: 'fatal' };
  if (error.status === 429 || error.status >= 500) {
    const asked = error.retryAfterMs ?? 0;
    return waitFor(error.message, Math.max(asked, backoff(tried, random)));
  }
  const mayBeNew = error.code === 'NOT_FOUND' || error.code === 'UNAUTHENTICATED';
  if (mayBeNew && tried < UNKNOWN_TRIES) return waitFor('the engine takes up the new use cases', UNKNOWN_WAIT_MS);
  return { kind: 'fatal' };
}

function waitFor(because: string, ms: number): Verdict {
  return { kind: 'wait', ms, because };
}

function backoff(tried: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT_MS, 100 * 2 ** Math.min(tried, 10));
}

/**
 * Submits one request's worth of jobs, as long as it takes; counts how that ended.
 * @throws ReplayError where the tier refuses the jobs themselves
 */
export async function submitBatch({ useCase, jobs }: Batch, dependencies: SubmitDependencies): Promise<void> {
  const { leeway, clock, tally, stop } = dependencies;
  // one key for all tries: what an earlier one stored without telling is not stored again
  const idempotencyKey = randomUUID();
  let mayBeStored = false;
  for (let tried = 1; !stop.aborted; tried += 1) {
    try {
      await leeway.submitMany(useCase, jobs, { idempotencyKey });
      tally.waitingBecause = null;
      return addAccepted(tally, useCase, jobs.length);
    } catch (error) {
      const verdict = judgeFailure(error, tried, clock.random);
      if (verdict.kind === 'fatal') throw toReplayError(useCase, error);
      mayBeStored ||= isOutcomeUnknown(error);
      tally.pushbackCount += 1;
      tally.waitingBecause = verdict.because;
      await clock.sleep(verdict.ms, stop);
    }
  }
  if (mayBeStored) tally.unknown += jobs.length;
  else tally.unsent += jobs.length;
}

function isOutcomeUnknown(error: unknown): boolean {
  return (error instanceof LeewayConnectionError || error instanceof LeewayApiError) && error.outcomeUnknown;
}

function toReplayError(useCase: string, error: unknown): Error {
  if (!(error instanceof LeewayApiError)) return error instanceof Error ? error : new Error(String(error));
  return new ReplayError(`The tier refuses jobs of ${useCase}: ${error.message}`);
}

import type { ReadyJob } from '../queue/lease.ts';
import type { AttemptEnd } from '../queue/settlement.ts';

/**
 * How a job ends that was cancelled while it was leased: done all the same if it succeeded, else cancelled, never tried again.
 * @param why who cancelled it, and why
 */
export function decideCancelledEnd(end: AttemptEnd, why: string): AttemptEnd {
  const { outcome, failure } = end;
  if (outcome === 'done')
    return { ...end, failure: { code: 'CANCELLED', message: `${why}. It finished all the same.` } };
  if (failure?.code === 'CANCELLED') return { ...neverRan(end), failure: { code: 'CANCELLED', message: why } };
  const how = failure === null ? '' : ` It ended with ${failure.code}: ${failure.message}`;
  return { ...end, outcome: 'cancelled', retryWaitMs: 0, failure: { code: 'CANCELLED', message: `${why}.${how}` } };
}

/** The end of a job that was cancelled while it was leased, and had not started when its worker was gone. */
export function cancelledBeforeItRan(job: ReadyJob, place: number, why: string): AttemptEnd {
  const times = {
    startedAt: 0,
    endedAt: job.availableAt,
    runMs: 0,
    cpuMs: 0,
    memoryMbS: 0,
    delayMs: 0,
    retryWaitMs: 0,
  };
  return { place, outcome: 'cancelled', ...times, isLate: false, failure: { code: 'CANCELLED', message: why } };
}

function neverRan(end: AttemptEnd): AttemptEnd {
  return { ...end, outcome: 'cancelled', startedAt: 0, delayMs: 0, isLate: false, retryWaitMs: 0 };
}

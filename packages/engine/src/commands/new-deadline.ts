import { decodeJobKey, encodeJobKey, type JobKey, MAX_DEADLINE_AT } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { DeadlineWish } from '../queue/job-command.ts';

/** The deadline that is wanted of a job with this earliest start. */
export function newDeadlineAt(wish: DeadlineWish, availableAt: number): number {
  const wanted = 'deadlineAt' in wish ? wish.deadlineAt : availableAt + wish.delayToleranceMs;
  return Math.min(MAX_DEADLINE_AT, wanted);
}

/** Throws INVALID_INPUT where no job with this earliest start could have been submitted with that deadline. */
export function checkDeadline(wish: DeadlineWish, availableAt: number): void {
  const toleranceMs = newDeadlineAt(wish, availableAt) - availableAt;
  const start = new Date(availableAt).toISOString();
  if (toleranceMs < 0) throw badDeadline(`Must not be before the job's earliest start, ${start}`);
  if (toleranceMs > LIMITS.delayToleranceMs.max)
    throw badDeadline(`At most ${LIMITS.delayToleranceMs.max} ms (30 days) after the job's earliest start, ${start}`);
}

/** The key of the same job under another deadline. */
export function keyWithDeadline(key: JobKey, deadlineAt: number): JobKey {
  return encodeJobKey({ ...decodeJobKey(key), deadlineAt });
}

function badDeadline(message: string): LeewayError {
  return new LeewayError('INVALID_INPUT', 'This deadline cannot be; nothing was changed', {
    fields: [{ field: 'deadlineAt', message }],
  });
}

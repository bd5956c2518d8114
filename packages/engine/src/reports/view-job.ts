import { deadlineOfJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { FailureCode, JobState } from '@leeway/domain/job-state';
import type { Runtime } from '@leeway/domain/runtime';
import type { JobView } from '@leeway/domain/views';

/** A row of the statements about jobs. `place`: the table that holds the job now; `outcome`: of the last attempt in history. */
export interface JobRow {
  readonly key: JobKey;
  readonly use_case: string;
  readonly runtime: Runtime;
  readonly max_attempts: number;
  readonly place: 'waiting' | 'leased' | 'delayed' | 'dead' | null;
  readonly outcome: 'done' | 'retried' | 'dead' | null;
  readonly attempt: number;
  readonly available_at: number;
  readonly submitted_at: number;
  readonly due_at: number | null;
  readonly lease_expires_at: number | null;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly cpu_ms: number | null;
  readonly failure_code: FailureCode | null;
  readonly failure_message: string | null;
}

/** A job that no table holds has been done, or died and was removed; history keeps every failure but only some successes. */
function stateOf({ place, outcome }: Pick<JobRow, 'place' | 'outcome'>): JobState {
  if (place !== null) return place;
  return outcome === 'dead' ? 'dead' : 'done';
}

/** The attempt that the row tells of, whatever became of the job since. */
export function viewAttempt(row: JobRow): JobView {
  const { started_at: startedAt, ended_at: endedAt } = row;
  return {
    id: toJobId(row.key),
    useCase: row.use_case,
    runtime: row.runtime,
    state: stateOf(row),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    submittedAt: row.submitted_at,
    availableAt: row.available_at,
    deadlineAt: deadlineOfJobKey(row.key),
    dueAt: row.due_at,
    leaseExpiresAt: row.lease_expires_at,
    startedAt,
    endedAt,
    delayMs: startedAt === null ? null : Math.max(0, startedAt - row.available_at),
    runMs: startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt),
    // A program that says nothing of it leaves a zero.
    cpuMs: row.runtime === 'remote' ? row.cpu_ms || null : row.cpu_ms,
    failure: viewFailure(row),
  };
}

/** The job as it is now: what waits has not started, so the times of an earlier attempt are left out; its failure stays. */
export function viewJob(row: JobRow): JobView {
  const state = stateOf(row);
  const unkept = state === 'done' && row.outcome === 'retried';
  const hasEnded = state === 'done' || state === 'dead';
  if (state === 'leased') return viewAttempt({ ...row, ended_at: null, cpu_ms: null });
  if (hasEnded && !unkept) return viewAttempt(row);
  const attempt = unkept ? row.attempt + 1 : row.attempt;
  return viewAttempt({ ...row, attempt, started_at: null, ended_at: null, cpu_ms: null });
}

function viewFailure({ failure_code: code, failure_message: message }: JobRow): JobView['failure'] {
  return code === null ? null : { code, message: message ?? '' };
}

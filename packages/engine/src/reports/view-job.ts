import { deadlineOfJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { FailureCode, JobState, NoteCode } from '@leeway/domain/job-state';
import type { Runtime } from '@leeway/domain/runtime';
import type { JobView } from '@leeway/domain/views';

type Outcome = 'done' | 'retried' | 'dead' | 'cancelled' | 'redriven' | 'moved';

/** A row of the statements about jobs. `place`: the table that holds the job now; `outcome`: of the last attempt in history. */
export interface JobRow {
  readonly key: JobKey;
  /** The key that it was submitted under, its public id, where it has moved since. */
  readonly first_key: JobKey | null;
  readonly use_case: string;
  readonly runtime: Runtime;
  readonly max_attempts: number;
  readonly place: 'waiting' | 'leased' | 'delayed' | 'dead' | null;
  readonly outcome: Outcome | null;
  /** Of the job, where the row tells of an earlier attempt. */
  readonly last_outcome: Outcome | null;
  readonly attempt: number;
  readonly available_at: number;
  readonly submitted_at: number;
  readonly concurrency_key: string | null;
  readonly due_at: number | null;
  readonly lease_expires_at: number | null;
  readonly lease_holder: string | null;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly cpu_ms: number | null;
  readonly failure_code: FailureCode | null;
  readonly failure_message: string | null;
  /** What was done to it from outside, where that is the last that history knows. */
  readonly note_code: NoteCode | null;
  readonly note_message: string | null;
  readonly note_at: number | null;
}

/** A job that no table holds has been done, or died and was removed; history keeps every failure but only some successes. */
function stateOf({ place, last_outcome: outcome }: Pick<JobRow, 'place' | 'last_outcome'>): JobState {
  if (place !== null) return place;
  return outcome === 'dead' || outcome === 'cancelled' ? outcome : 'done';
}

/** The attempt that the row tells of, whatever became of the job since. */
export function viewAttempt(row: JobRow): JobView {
  const { started_at: startedAt, ended_at: endedAt } = row;
  return {
    id: toJobId(row.first_key ?? row.key),
    useCase: row.use_case,
    runtime: row.runtime,
    state: stateOf(row),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    submittedAt: row.submitted_at,
    availableAt: row.available_at,
    deadlineAt: deadlineOfJobKey(row.key),
    concurrencyKey: row.concurrency_key,
    dueAt: row.due_at,
    leaseExpiresAt: row.lease_expires_at,
    leaseHolder: row.lease_holder,
    startedAt,
    endedAt,
    delayMs: startedAt === null ? null : Math.max(0, startedAt - row.available_at),
    runMs: startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt),
    // A program that says nothing of it leaves a zero.
    cpuMs: row.runtime === 'remote' ? row.cpu_ms || null : row.cpu_ms,
    failure: viewFailure(row),
    note: viewNote(row),
  };
}

/** The job as it is now: what waits has not started, so the times of an earlier attempt are left out; its failure stays. */
export function viewJob(row: JobRow): JobView {
  const state = stateOf(row);
  const isUnkept = state === 'done' && row.outcome !== 'done';
  const hasEnded = state === 'done' || state === 'dead' || state === 'cancelled';
  if (state === 'leased') return viewAttempt({ ...row, ended_at: null, cpu_ms: null });
  if (hasEnded && !isUnkept) return viewAttempt(row);
  const attempt = isUnkept ? attemptAfter(row) : row.attempt;
  return viewAttempt({ ...row, attempt, started_at: null, ended_at: null, cpu_ms: null });
}

function viewFailure({ failure_code: code, failure_message: message }: JobRow): JobView['failure'] {
  return code === null ? null : { code, message: message ?? '' };
}

function viewNote({ note_code: code, note_message: message, note_at: at }: JobRow): JobView['note'] {
  return code === null || at === null ? null : { code, message: message ?? '', at };
}

/** Which attempt came after what history knows last. */
function attemptAfter({ outcome, attempt }: JobRow): number {
  if (outcome === 'redriven') return 1;
  return outcome === 'retried' ? attempt + 1 : attempt;
}

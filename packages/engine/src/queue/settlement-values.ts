import { holdsDedupeKey, type JobKey, jobKeyAt } from '@leeway/domain/job-id';
import { smallintArray, uuidArray } from './binary-array.ts';
import type { ReadyJob } from './lease.ts';
import { payloadsOf } from './row-payloads.ts';
import type { AttemptEnd, Failure, Settlement } from './settlement.ts';

/** What a settlement writes of one job beside its end: failures, what history keeps, what goes back. */
export interface WrittenEnd {
  readonly key: JobKey;
  readonly firstKey: JobKey | null;
  readonly attempt: number;
  readonly outcome: AttemptEnd['outcome'] | 'returned';
  readonly availableAt: number;
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cpuMs: number;
  readonly failure: Failure | null;
  readonly retryWaitMs: number;
  readonly isKept: boolean;
  readonly payload: string | null;
  readonly concurrencyKey: string | null;
}

/** Most successes leave nothing but their count. */
function writtenEnds({ job, ends, returned }: Settlement, isKept: (end: AttemptEnd) => boolean): WrittenEnd[] {
  const written: WrittenEnd[] = [];
  const payloadAt = payloadsOf(job);
  for (const end of ends) {
    if (end.outcome !== 'done') written.push(toWritten(job, end, payloadAt(end.place)));
    else if (end.failure !== null || isKept(end)) written.push(toWritten(job, end, null));
  }
  for (const place of returned) written.push(toReturned(job, place, payloadAt(place)));
  return written;
}

function toWritten(job: ReadyJob, end: AttemptEnd, payload: string | null): WrittenEnd {
  return {
    ...end,
    key: jobKeyAt(job.key, end.place),
    firstKey: job.firstKey ?? null,
    attempt: job.attempt,
    availableAt: job.availableAt,
    submittedAt: job.submittedAt,
    isKept: true,
    payload,
    concurrencyKey: job.concurrencyKey ?? null,
  };
}

function toReturned(job: ReadyJob, place: number, payload: string): WrittenEnd {
  return {
    key: jobKeyAt(job.key, place),
    firstKey: job.firstKey ?? null,
    attempt: job.attempt,
    outcome: 'returned',
    availableAt: job.availableAt,
    submittedAt: job.submittedAt,
    startedAt: 0,
    endedAt: 0,
    cpuMs: 0,
    failure: null,
    retryWaitMs: 0,
    isKept: false,
    payload,
    concurrencyKey: job.concurrencyKey ?? null,
  };
}

/** Rows, their attempts and how many jobs each holds, as the statement that looks for them takes them. */
export function rowValues(settlements: readonly Settlement[]): unknown[] {
  return [
    uuidArray(settlements.map(({ job }) => job.key)),
    smallintArray(settlements.map(({ job }) => job.attempt)),
    smallintArray(settlements.map(({ job }) => job.jobCount)),
  ];
}

/** $4… of the statement. */
export function goneValues(settlements: readonly Settlement[]): unknown[] {
  const isFirst = ({ job }: Settlement) => job.attempt === 1 && job.jobCount === 1;
  const first = settlements.filter(isFirst);
  const others = first.length === settlements.length ? [] : settlements.filter((settlement) => !isFirst(settlement));
  return [uuidArray(first.map(({ job }) => job.key)), ...rowValues(others)];
}

/** What a batch writes of single jobs, in the order of its rows. */
export function writtenEndsOf(
  settlements: readonly Settlement[],
  admits: (useCaseNo: number, at: number) => boolean,
): WrittenEnd[] {
  return settlements.flatMap((settlement) =>
    writtenEnds(settlement, (end) => admits(settlement.job.useCaseNo, end.endedAt)),
  );
}

/** $37 of the statement. */
export function firstKeys(written: readonly WrittenEnd[]): (JobKey | null)[] {
  return written.map((end) => end.firstKey);
}

/** $38 of the statement: nothing where no job has one. */
export function concurrencyKeys(written: readonly WrittenEnd[]): (string | null)[] {
  const isKeyed = written.some((end) => end.concurrencyKey !== null);
  return isKeyed ? written.map((end) => end.concurrencyKey) : [];
}

/** $8… of the statement. */
export function endValues(written: readonly WrittenEnd[]): unknown[] {
  return [
    written.map((end) => end.key),
    written.map((end) => end.attempt),
    written.map((end) => end.outcome),
    written.map((end) => end.availableAt),
    written.map((end) => end.submittedAt),
    written.map((end) => end.startedAt),
    written.map((end) => end.endedAt),
    written.map((end) => end.cpuMs),
    written.map((end) => end.failure?.code ?? null),
    written.map((end) => end.failure?.message ?? null),
    written.map((end) => end.retryWaitMs),
    written.map((end) => end.isKept),
    written.map((end) => end.payload),
  ];
}

/** The jobs among these that hold a dedupe key and end for good. A mega-job holds none. */
export function freedKeys(settlements: readonly Settlement[]): JobKey[] {
  const isFinal = ({ ends }: Settlement) => ends.length > 0 && ends.every(({ outcome }) => outcome !== 'retried');
  return settlements.filter((s) => holdsDedupeKey(s.job.key) && isFinal(s)).map((s) => s.job.key);
}

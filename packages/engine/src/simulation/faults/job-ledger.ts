import { deadlineOfJobKey, type JobKey, jobKeyAt, queueOfJobKey } from '@leeway/domain/job-id';
import { backoffCeilingMs } from '../../capacity/backoff.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { DeadRow, DelayedRow, JobRow } from '../store/rows.ts';
import type { SettleNote } from '../store/settle-jobs.ts';
import type { Change, Commit } from '../store/simulated-store.ts';
import type { CancelCheck } from './cancel-check.ts';
import { cancelledIn, isChange, isMove, isSettle } from './commit-notes.ts';
import type { DeadlineCheck } from './deadline-check.ts';
import type { SimulatedPayload } from './payload.ts';
import type { RunLedger } from './run-ledger.ts';
import { Violation } from './violation.ts';

/** What is known of one job from the commits of the store alone. */
export interface KnownJob {
  readonly n: number;
  readonly dedupeKey: string | null;
  state: 'waiting' | 'delayed' | 'done' | 'dead' | 'cancelled';
  attempt: number;
  /** Not before this instant of the store's clock. */
  notBefore: number;
}

/** One job of a row that a commit added or took away, by its public id. */
interface Part {
  readonly key: JobKey;
  readonly deadlineAt: number;
  readonly state: 'waiting' | 'delayed' | 'dead';
  readonly attempt: number;
  readonly notBefore: number;
  readonly failureCode: string | null;
  readonly payload: SimulatedPayload;
}

export interface JobLedgerOptions {
  readonly runs: RunLedger;
  readonly useCases: ReadonlyMap<number, UseCaseEntry>;
  readonly cancels: CancelCheck;
  readonly deadlines: DeadlineCheck;
}

/** Follows every job through the commits: each move must be one of the allowed, and explained by what handlers did. */
export interface JobLedger {
  readonly jobs: ReadonlyMap<JobKey, KnownJob>;
  /** Jobs that were ever stored for a submission. */
  copiesOf(n: number): number;
  onCommit(commit: Commit): void;
}

export function createJobLedger({ runs, useCases, cancels, deadlines }: JobLedgerOptions): JobLedger {
  const jobs = new Map<JobKey, KnownJob>();
  const copies = new Map<number, number>();
  /** Of the commit that is looked at. */
  let executedAt = 0;
  /** It takes a job out of a row for good; the others stay. */
  let isTakenApart = false;
  /** It gives a job another place in its queue. */
  let isMoved = false;

  const create = ({ key, state, attempt, notBefore, payload: { n, dedupeKey } }: Part): void => {
    if (attempt !== 1 || state === 'dead') throw new Violation('I2', `${key} came from nowhere`);
    jobs.set(key, { n, dedupeKey, state, attempt, notBefore });
    copies.set(n, (copies.get(n) ?? 0) + 1);
  };

  /** The row is gone and nothing stands in its place. */
  const finish = (from: Part, settle: SettleNote | null): void => {
    if (settle === null || from.state !== 'waiting') throw new Violation('I1', `${from.key} vanished`);
    if (runs.endedRuns({ ...from, engineId: settle.fence.owner }, ['ok']).length === 0)
      throw new Violation('I1', `${from.key} is done, but never ran to its end`);
  };

  const checkBlame = (from: Part, to: Part, { settle, timeoutMs }: { settle: SettleNote; timeoutMs: number }): void => {
    const failed = runs.endedRuns({ ...from, engineId: settle.fence.owner }, ['fail', 'died']);
    if (failed.length === 0) throw new Violation('I13', `${to.key} is blamed, but never failed`);
    if (to.failureCode === 'TIMEOUT' && !failed.some((run) => run.endedAt - run.startedAt >= timeoutMs))
      throw new Violation('I13', `${to.key} is ended for its time limit, which it kept`);
  };

  const fail = (from: Part, to: Part, settle: SettleNote): void => {
    const policy = useCases.get(queueOfJobKey(to.key).useCaseNo);
    if (policy === undefined) return;
    checkBlame(from, to, { settle, timeoutMs: policy.timeoutMs });
    const { attempt } = from;
    if (attempt >= policy.maxAttempts !== (to.state === 'dead'))
      throw new Violation('I11', `${to.key} is ${to.state} after attempt ${attempt} of ${policy.maxAttempts}`);
    if (to.state === 'dead') return;
    const waitMs = to.notBefore - settle.at;
    if (to.attempt !== attempt + 1) throw new Violation('I11', `${to.key} goes on with attempt ${to.attempt}`);
    if (waitMs < 0 || waitMs > backoffCeilingMs(policy, attempt))
      throw new Violation('I11', `${to.key} waits ${waitMs} ms after attempt ${attempt}`);
  };

  const become = (from: Part, to: Part): void => {
    if (executedAt < from.notBefore) throw new Violation('I6', `${to.key} is ready before it is due`);
    keepAttempt(from, to);
  };

  const moves: Record<string, (from: Part, to: Part, settle: SettleNote | null) => void> = {
    'delayed → waiting': become,
    'waiting → waiting': (from, to, settle) => {
      if (!isTakenApart) settled(to, settle);
      keepAttempt(from, to);
    },
    'delayed → delayed': (from, to) => {
      if (!isMoved) throw new Violation('I12', `${to.key} is delayed again without a run`);
      if (to.notBefore !== from.notBefore) throw new Violation('I20', `${to.key} is due at another time than before`);
      keepAttempt(from, to);
    },
    'waiting → delayed': (from, to, settle) => fail(from, to, settled(to, settle)),
    'waiting → dead': (from, to, settle) => fail(from, to, settled(to, settle)),
  };

  const move = (from: Part, to: Part, settle: SettleNote | null): void => {
    if (from.payload.n !== to.payload.n) throw new Violation('I2', `${to.key} has another's payload`);
    const name = `${from.state} → ${to.state}`;
    const check = moves[name];
    if (check === undefined) throw new Violation('I12', `${to.key}: ${name}`);
    check(from, to, settle);
  };

  const take = (job: KnownJob | undefined, from: Part | undefined, to: Part, settle: SettleNote | null): void => {
    if (job === undefined) {
      create(to);
      return;
    }
    if (from === undefined) throw new Violation('I12', `${to.key} was ${job.state} and is ${to.state} as well`);
    move(from, to, settle);
    cancels.onMove(from, to);
    deadlines.onMove(from, to);
    job.state = to.state;
    job.attempt = to.attempt;
    job.notBefore = Math.max(job.notBefore, to.notBefore);
  };

  return {
    jobs,
    copiesOf: (n) => copies.get(n) ?? 0,
    onCommit: ({ changes, note, ...commit }) => {
      executedAt = commit.executedAt;
      const settle = isSettle(note) ? note : null;
      const cancelled = cancelledIn(note);
      isTakenApart = isChange(note);
      isMoved = isMove(note);
      const gone = new Map(changes.flatMap((change) => partsOf(change, 'before')).map((part) => [part.key, part]));
      for (const to of changes.flatMap((change) => partsOf(change, 'after'))) {
        take(jobs.get(to.key), gone.get(to.key), to, settle);
        gone.delete(to.key);
      }
      for (const from of gone.values()) {
        const isCancelled = cancelled.has(from.key);
        if (isCancelled) cancels.onCommit(from.key);
        else finish(from, settle);
        const job = jobs.get(from.key);
        if (job !== undefined) job.state = isCancelled ? 'cancelled' : 'done';
      }
    },
  };
}

function settled(to: Part, settle: SettleNote | null): SettleNote {
  if (settle === null) throw new Violation('I12', `${to.key} is ${to.state} without a settlement`);
  return settle;
}

function keepAttempt(from: Part, to: Part): void {
  if (to.attempt !== from.attempt)
    throw new Violation('I11', `${to.key} changes from attempt ${from.attempt} to ${to.attempt} without a run`);
}

function partsOf(change: Change, side: 'before' | 'after'): Part[] {
  const row = change[side];
  if (row === null) return [];
  if (change.table === 'job') return jobParts(row as JobRow);
  if (change.table === 'delayed') {
    const { attempt, dueAt, payload, failureCode } = row as DelayedRow;
    return [
      {
        ...placeOf(row as DelayedRow),
        state: 'delayed',
        attempt,
        notBefore: dueAt,
        failureCode,
        payload: parse(payload),
      },
    ];
  }
  if (change.table === 'dead') {
    const { attempt, payload, failureCode } = row as DeadRow;
    return [
      {
        ...placeOf(row as DeadRow),
        state: 'dead',
        attempt,
        notBefore: 0,
        failureCode,
        payload: parse(payload ?? 'null'),
      },
    ];
  }
  return [];
}

function placeOf({ key, firstKey }: Pick<DelayedRow, 'key' | 'firstKey'>): Pick<Part, 'key' | 'deadlineAt'> {
  return { key: firstKey ?? key, deadlineAt: deadlineOfJobKey(key) };
}

function jobParts({ key, firstKey, attempt, availableAt, jobCount, payload }: JobRow): Part[] {
  const parsed = JSON.parse(payload) as SimulatedPayload | SimulatedPayload[];
  const payloads = jobCount === 1 ? [parsed as SimulatedPayload] : (parsed as SimulatedPayload[]);
  if (payloads.length !== jobCount) throw new Violation('I12', `${key} holds ${payloads.length} of ${jobCount} jobs`);
  return payloads.map((one, place): Part => {
    const at = placeOf({ key: jobKeyAt(key, place), firstKey });
    return { ...at, state: 'waiting', attempt, notBefore: availableAt, failureCode: null, payload: one };
  });
}

function parse(payload: string): SimulatedPayload {
  return JSON.parse(payload) as SimulatedPayload;
}

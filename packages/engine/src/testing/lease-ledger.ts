import type { TestDatabase } from '@leeway/db/testing';
import type { JobKey } from '@leeway/domain/job-id';
import { expect } from 'vitest';
import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { LeaseOutcome, LeaseVerdict } from '../queue/foreign-lease.ts';

/** What a caller said of a lease, and what it heard. */
export interface Word {
  readonly token: string;
  readonly kind: LeaseVerdict['kind'] | 'extend';
  /** Undefined: the store's answer was lost. */
  readonly outcome: LeaseOutcome['kind'] | 'extended' | undefined;
  /** Of a lease that was extended. */
  readonly expiresAt?: number;
}

/** What the callers were told, and nothing else. */
export class LeaseLedger {
  readonly submitted = new Set<JobKey>();
  readonly grants: ClaimedJob[] = [];
  readonly words: Word[] = [];
  readonly givenBack = new Set<string>();

  get accepted(): Word[] {
    return this.words.filter(({ kind, outcome }) => kind !== 'extend' && outcome !== undefined && outcome !== 'lost');
  }
}

interface EndedAttempt {
  readonly id: JobKey;
  readonly attempt: number;
  readonly outcome: string;
  readonly ended_at: number;
  readonly failure_code: string | null;
}

/** I22: every job that was submitted is in one place. */
const CONSERVATION = `
  select * from (
    select coalesce(sum(submitted_count - done_count - dead_count), 0) as counted,
      (select count(*) from job) + (select count(*) from delayed_job) as open,
      coalesce(sum(dead_count), 0) as counted_dead, (select count(*) from dead_job) as dead
    from usage_delta) as sums
  where counted <> open or counted_dead <> dead`;

export async function checkConservation({ pool }: TestDatabase): Promise<void> {
  expect((await pool.query(CONSERVATION)).rows).toEqual([]);
}

/** Holds a store in which everything has ended against what the callers heard; history must have been kept whole. */
export async function checkLedger(database: TestDatabase, ledger: LeaseLedger, maxAttempts: number): Promise<void> {
  await checkConservation(database);
  const { rows: history } = await database.pool.query<EndedAttempt>(
    'select id, attempt, outcome, ended_at, failure_code from job_history',
  );
  expect((await database.pool.query('select id from foreign_lease')).rows).toEqual([]);
  checkEnds(ledger, history, maxAttempts);
  checkHolders(ledger, history);
  checkWords(ledger, history);
  await checkUsage(database, history);
}

const attemptOf = ({ key, attempt }: { key: string; attempt: number }): string => `${key} ${attempt}`;
const byAttempt = (history: readonly EndedAttempt[]) =>
  new Map(history.map((row) => [attemptOf({ key: row.id, attempt: row.attempt }), row]));

/** I2, I11, I12: nothing from nowhere, attempts are bounded, and each job ended once, as done or as dead. */
function checkEnds({ submitted, grants }: LeaseLedger, history: readonly EndedAttempt[], maxAttempts: number): void {
  expect(grants.filter(({ key }) => !submitted.has(key))).toEqual([]);
  expect(new Set(grants.map(({ token }) => token)).size).toBe(grants.length);
  expect(grants.filter(({ attempt }) => attempt > maxAttempts)).toEqual([]);
  const final = history.filter(({ outcome }) => outcome !== 'retried').map(({ id }) => id);
  expect(final.toSorted()).toEqual([...submitted].toSorted());
  expect(byAttempt(history).size).toBe(history.length);
}

/** I4: a job is granted again only after its last attempt ended, on the store's clock; or the same attempt, once given back. */
function checkHolders({ grants, givenBack }: LeaseLedger, history: readonly EndedAttempt[]): void {
  const ended = byAttempt(history);
  for (const [key, own] of Map.groupBy(grants, (grant) => grant.key)) {
    const inOrder = own.toSorted((a, b) => a.attempt - b.attempt || a.leasedAt - b.leasedAt);
    for (const [index, grant] of inOrder.slice(1).entries()) {
      const before = inOrder[index];
      if (before?.attempt === grant.attempt) expect(givenBack).toContain(before.token);
      else {
        const endedAt = ended.get(attemptOf({ key, attempt: grant.attempt - 1 }))?.ended_at;
        expect(grant.leasedAt).toBeGreaterThanOrEqual(endedAt ?? Number.POSITIVE_INFINITY);
      }
    }
  }
}

/** I5: one word per attempt was accepted, before the lease's expiry, and history says the same; an expiry came not before it. */
function checkWords(ledger: LeaseLedger, history: readonly EndedAttempt[]): void {
  const ended = byAttempt(history);
  const { words, givenBack } = ledger;
  const acceptedOf = Map.groupBy(ledger.accepted, ({ token }) => token);
  const unsure = new Set(words.filter(({ outcome }) => outcome === undefined).map(({ token }) => token));
  const acceptedAttempts = new Set<string>();
  for (const grant of ledger.grants) {
    const end = ended.get(attemptOf(grant));
    const expiries = [
      grant.expiresAt,
      ...words.filter(({ token }) => token === grant.token).flatMap((word) => word.expiresAt ?? []),
    ];
    const accepted = acceptedOf.get(grant.token) ?? [];
    if (accepted.length > 0) {
      expect(acceptedAttempts).not.toContain(attemptOf(grant));
      acceptedAttempts.add(attemptOf(grant));
      expect(accepted.map(({ outcome }) => outcome)).toEqual(accepted.map(() => end?.outcome));
    }
    if (unsure.has(grant.token) || givenBack.has(grant.token)) continue;
    if (accepted.length > 0) expect(end?.ended_at).toBeLessThan(Math.max(...expiries));
    else if (end?.failure_code === 'LEASE_EXPIRED') expect(end.ended_at).toBeGreaterThanOrEqual(Math.min(...expiries));
  }
}

/** I16: usage is what history says, nothing twice; what teams say of their own machines is not usage. */
async function checkUsage({ pool }: TestDatabase, history: readonly EndedAttempt[]): Promise<void> {
  const countOf = (isCounted: (row: EndedAttempt) => boolean): number => history.filter(isCounted).length;
  const { rows } = await pool.query(`
    select sum(done_count)::int as done, sum(failed_count)::int as failed, sum(dead_count)::int as dead,
      sum((select coalesce(sum(c), 0) from unnest(run_counts) as c))::int as runs,
      sum((select coalesce(sum(c), 0) from unnest(delay_counts) as c))::int as delays, sum(cpu_ms)::int as cpu
    from usage_delta`);
  expect(rows[0]).toEqual({
    done: countOf(({ outcome }) => outcome === 'done'),
    failed: countOf(({ outcome }) => outcome !== 'done'),
    dead: countOf(({ outcome }) => outcome === 'dead'),
    runs: history.length,
    delays: countOf(({ attempt }) => attempt === 1),
    cpu: 0,
  });
}

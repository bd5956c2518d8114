import type { JobKey } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import type { Commit, SimulatedStore } from '../store/simulated-store.ts';
import { createCancelCheck } from './cancel-check.ts';
import { createCountCheck } from './count-check.ts';
import { createDeadlineCheck } from './deadline-check.ts';
import { createDedupeCheck } from './dedupe-check.ts';
import { createFenceCheck } from './fence-check.ts';
import { createGrantCheck, type GrantCheck } from './grant-check.ts';
import { createJobLedger } from './job-ledger.ts';
import { createKeyCheck } from './key-check.ts';
import type { Plan } from './plan.ts';
import { createRunLedger, type Run } from './run-ledger.ts';
import type { StartedJob } from './simulated-worker.ts';
import { Violation } from './violation.ts';

/** Sees everything that happens, from outside, and says which promise it breaks. */
export interface Observer {
  readonly grants: GrantCheck;
  onCommit(commit: Commit): void;
  /** A handler begins. */
  onJobStart(job: StartedJob & { readonly engineId: string; readonly at: number }): Run;
  /** A program is told that these jobs are stored. */
  onAccepted(keys: readonly JobKey[]): void;
  /** A program knows at last that its request with a key was taken. */
  onKnown(ns: readonly number[]): void;
  /** Jobs that were ever stored. */
  jobKeys(): readonly JobKey[];
  /** Somebody is about to ask for it. */
  onCancelAsked(key: JobKey): void;
  /** Somebody is told that a job is cancelled, or runs and will be. */
  onCancelled(key: JobKey, state: JobState): void;
  /** Somebody is about to ask for another deadline. */
  onDeadlineAsked(key: JobKey, deadlineAt: number): void;
  /** Somebody is told that a job has it. */
  onMoved(key: JobKey, deadlineAt: number): void;
  /** At the end, when everything is over. */
  checkEnd(askedOf: ReadonlyMap<number, number>): void;
  jobCount(): number;
  startCount(): number;
}

export function createObserver(store: SimulatedStore, plan: Plan): Observer {
  const { tables } = store;
  const runs = createRunLedger();
  const cancels = createCancelCheck(tables);
  const deadlines = createDeadlineCheck();
  const useCases = new Map(plan.useCases.map((entry) => [entry.no, entry]));
  const ledger = createJobLedger({ runs, useCases, cancels, deadlines });
  const keys = createKeyCheck(useCases);
  const grants = createGrantCheck(store, { isOrderKnown: plan.registryLagMs === 0, keys });
  const checks = [
    ledger.onCommit,
    grants.onCommit,
    createCountCheck(tables),
    createFenceCheck(tables),
    createDedupeCheck(tables, ledger.jobs),
  ];
  return {
    grants,
    onCommit: (commit) => {
      for (const check of checks) check(commit);
    },
    onJobStart: ({ key, attempt, token, payload, engineId, at }) => {
      const known = ledger.jobs.get(key);
      if (known?.n !== payload.n) throw new Violation('I2', `${key} runs, and was never stored`);
      if (store.now() < known.notBefore && known.attempt === attempt)
        throw new Violation('I6', `${key} starts ${known.notBefore - store.now()} ms early`);
      cancels.onJobStart(key, engineId);
      return runs.start({ key, attempt, engineId, token, startedAt: at });
    },
    onAccepted: (keys) => {
      for (const key of keys)
        if (!ledger.jobs.has(key)) throw new Violation('I1', `${key} is accepted, and not stored`);
    },
    onKnown: (ns) => {
      for (const n of ns)
        if (ledger.copiesOf(n) > 1)
          throw new Violation('I3', `submission ${n} has a key, and is stored ${ledger.copiesOf(n)} times`);
    },
    jobKeys: () => [...ledger.jobs.keys()],
    onCancelAsked: cancels.onAsked,
    onCancelled: (key, state) => cancels.onTold(key, { state, known: ledger.jobs.get(key)?.state }),
    onDeadlineAsked: deadlines.onAsked,
    onMoved: deadlines.onTold,
    checkEnd: (askedOf) => {
      const repeated = plan.isCalm ? runs.findRepeated() : undefined;
      if (repeated !== undefined)
        throw new Violation(
          'I5',
          `${repeated.key} ran twice in attempt ${repeated.attempt}, though nothing went wrong`,
        );
      for (const [key, { state }] of ledger.jobs)
        if (state !== 'done' && state !== 'dead' && state !== 'cancelled')
          throw new Violation('I12', `${key} is ${state} at the end`);
      for (const [n, askedCount] of askedOf)
        if (ledger.copiesOf(n) > askedCount)
          throw new Violation('I3', `submission ${n} was asked ${askedCount} times, and stored ${ledger.copiesOf(n)}`);
    },
    jobCount: () => ledger.jobs.size,
    startCount: runs.startedCount,
  };
}

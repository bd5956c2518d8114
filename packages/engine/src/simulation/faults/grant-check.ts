import type { JobKey } from '@leeway/domain/job-id';
import type { DispatcherEffect, DispatcherEvent } from '../../dispatcher/dispatcher-event.ts';
import type { Lease, ReadyJob } from '../../queue/lease.ts';
import type { Settlement } from '../../queue/settlement.ts';
import type { ShardRow } from '../store/rows.ts';
import type { Commit, SimulatedStore } from '../store/simulated-store.ts';
import type { KeyCheck } from './key-check.ts';
import { Violation } from './violation.ts';

/** One engine's dispatcher as the check sees it. */
export interface DispatcherWatch {
  onStep(event: DispatcherEvent, effects: readonly DispatcherEffect[]): void;
  onSettled(settled: readonly Settlement[], refused: readonly Settlement[]): void;
}

/** Watches every decision of the dispatchers: who may lease (I4), what (I5), and in which order those of a use case go (I7). */
export interface GrantCheck {
  watch(engineId: string): DispatcherWatch;
  onCommit(commit: Commit): void;
}

interface Grant {
  readonly engineId: string;
  readonly epoch: number;
}

/** @param isOrderKnown (of the options) false where use cases may be unknown for a while: their jobs are set aside, and the order is the others' */
export function createGrantCheck(
  store: SimulatedStore,
  { isOrderKnown, keys }: { readonly isOrderKnown: boolean; readonly keys: KeyCheck },
): GrantCheck {
  const grants = new Map<JobKey, Grant>();

  /** A lease is good where the store, now, has this engine as owner under this epoch, and the job as it was leased. */
  const grant = (engineId: string, { job, epoch }: Lease): void => {
    const shard = store.tables.shard.get(String(job.shard));
    if (shard?.owner !== engineId || shard.epoch !== epoch)
      throw new Violation('I4', `${engineId} leases ${job.key} under epoch ${epoch}; ${describe(shard)}`);
    if (shard.expiresAt < store.now())
      throw new Violation('I4', `${engineId} leases ${job.key} after its shard expired`);
    const live = grants.get(job.key);
    if (live?.engineId === engineId && live.epoch === epoch)
      throw new Violation('I4', `${engineId} leases ${job.key} twice under epoch ${epoch}`);
    const row = store.tables.job.get(job.key);
    if (row?.attempt !== job.attempt || row.jobCount !== job.jobCount)
      throw new Violation('I5', `${engineId} leases attempt ${job.attempt} of ${job.key}, which does not wait`);
    grants.set(job.key, { engineId, epoch });
  };

  return {
    onCommit: ({ changes }) => {
      for (const { table, id, before } of changes) if (table === 'job' && before !== null) grants.delete(id as JobKey);
    },
    watch: (engineId) => {
      const ready = new Map<JobKey, ReadyJob>();
      const end = ({ key }: ReadyJob): void => {
        if (grants.get(key)?.engineId === engineId) grants.delete(key);
      };
      const grantAll = (leases: readonly Lease[]): void => {
        for (const lease of leases) grant(engineId, lease);
      };
      const leave = (jobs: readonly ReadyJob[]): void => {
        for (const { key } of jobs) ready.delete(key);
        if (isOrderKnown) checkOrder(ready, jobs, keys);
      };
      const putBack = (jobs: readonly ReadyJob[]): void => {
        for (const job of jobs) {
          end(job);
          ready.set(job.key, job);
        }
      };
      const withdraw = (effects: readonly DispatcherEffect[]): void => {
        for (const effect of effects) if (effect.kind === 'taken') for (const { key } of effect.jobs) ready.delete(key);
      };
      const drop = (jobs: readonly ReadyJob[]): void => {
        for (const job of jobs) {
          end(job);
          ready.delete(job.key);
        }
      };
      const take = (effect: DispatcherEffect): void => {
        if (effect.kind === 'taken') leave(effect.jobs);
        if (effect.kind === 'run') grantAll(effect.bundle.leases);
        if (effect.kind === 'returned') putBack(effect.jobs);
        if (effect.kind === 'forgotten') drop(effect.jobs);
      };
      return {
        onStep: (event, effects) => {
          if (event.kind === 'arrived') for (const job of event.jobs) ready.set(job.key, job);
          // Taken out of turn, and not to run.
          if (event.kind === 'withdrawn') withdraw(effects);
          else
            for (const effect of effects) {
              take(effect);
              keys.onEffect(engineId, effect);
            }
        },
        onSettled: (_settled, refused) => {
          for (const { job } of refused) end(job);
        },
      };
    },
  };
}

function describe(shard: ShardRow | undefined): string {
  return shard === undefined ? 'there is no such shard' : `the store has ${shard.owner} under ${shard.epoch}`;
}

/**
 * What is taken comes before all that stays in memory of its use case; which use case has its turn is a matter of sharing.
 * What a concurrency key holds back (it is at its limit, or has its part of the bundle) comes after those of its key only.
 */
function checkOrder(ready: ReadonlyMap<JobKey, ReadyJob>, taken: readonly ReadyJob[], keys: KeyCheck): void {
  const lastOfAll = taken.at(-1);
  if (lastOfAll === undefined) return;
  const lastOf = new Map(taken.map((job) => [job.concurrencyKey ?? '', job]));
  for (const job of ready.values()) {
    if (job.useCaseNo !== lastOfAll.useCaseNo) continue;
    const lastOfKey = job.concurrencyKey ? lastOf.get(job.concurrencyKey) : undefined;
    const last = lastOfKey ?? (keys.isFull(job) ? undefined : lastOfAll);
    if (last !== undefined && isBefore(job, last))
      throw new Violation('I7', `${job.key} waits behind ${last.key}, whose deadline is later`);
  }
}

function isBefore(a: ReadyJob, b: ReadyJob): boolean {
  return a.deadlineAt === b.deadlineAt ? a.key < b.key : a.deadlineAt < b.deadlineAt;
}

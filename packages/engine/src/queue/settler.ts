import type { JobKey } from '@leeway/domain/job-id';
import type { Log } from '../runtime/log.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import type { HistoryKeeper } from './history-keeper.ts';
import type { QueueStore } from './queue-store.ts';
import type { Fence } from './settle-jobs.ts';
import type { Settlement } from './settlement.ts';
import { tallyUsage } from './tally-usage.ts';

const BATCH_ROWS = 2_000;
const RETRY_WAIT_MS = 250;
const LOST_LEASE = 'LW001';

export interface SettlerOptions {
  readonly store: Pick<QueueStore, 'settleJobs' | 'findHeld'>;
  readonly engineId: string;
  readonly log: Log;
  readonly keeper: HistoryKeeper;
  readonly wait: (ms: number) => Promise<void>;
  /** Called after the commit (or the refusal) with everything that is no longer leased. */
  readonly onSettled: (settled: readonly Settlement[], refused: readonly Settlement[]) => void;
}

export interface Settler {
  push(settlements: readonly Settlement[]): void;
  /** A result that came after its lease was lost, seen before it reached the store. */
  countLostLease(useCaseNo: number): void;
  /** Settlements that are not yet committed. */
  pendingCount(): number;
  /** Resolves when everything pushed so far is committed or refused. */
  drain(): Promise<void>;
}

/** Gathers results while one statement is under way and settles them with the next: batches grow with the load by themselves. */
export function createSettler(options: SettlerOptions): Settler {
  let waiting: Settlement[] = [];
  let inFlight = 0;
  let lostLeases = new Map<number, number>();
  let running: Promise<void> | null = null;

  const isData = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error));

  const takeLostLeases = (): ReadonlyMap<number, number> => {
    const taken = lostLeases;
    lostLeases = new Map();
    return taken;
  };

  const fenceFor = (batch: readonly Settlement[]): Fence => {
    const epochs = new Map<number, number>();
    for (const { shard, epoch } of batch) epochs.set(shard, Math.max(epoch, epochs.get(shard) ?? 0));
    return { owner: options.engineId, epochs };
  };

  const commit = async (batch: readonly Settlement[], fence: Fence): Promise<void> => {
    const lost = takeLostLeases();
    const isKept = (s: Settlement) => options.keeper.admits(s.useCaseNo, s.endedAt);
    try {
      await options.store.settleJobs(fence, { settlements: batch, usage: tallyUsage(batch, lost), isKept });
    } catch (error) {
      for (const [useCaseNo, count] of lost) countLostLease(useCaseNo, count);
      throw error;
    }
  };

  const countLostLease = (useCaseNo: number, count = 1): void => {
    lostLeases.set(useCaseNo, (lostLeases.get(useCaseNo) ?? 0) + count);
  };

  /** `isUnknown`: an earlier try may have been committed, so what is gone by now was ours. */
  const settle = async (batch: readonly Settlement[], isUnknown: boolean): Promise<void> => {
    if (batch.length === 0) return;
    const fence = fenceFor(batch);
    const stale = batch.filter((s) => s.epoch !== fence.epochs.get(s.shard));
    if (stale.length > 0) refuse(stale);
    const current = stale.length > 0 ? batch.filter((s) => !stale.includes(s)) : batch;
    try {
      await commit(current, fence);
      options.onSettled(current, []);
    } catch (error) {
      await recover(error, current, fence, isUnknown);
    }
  };

  const recover = async (
    error: unknown,
    batch: readonly Settlement[],
    fence: Fence,
    isUnknown: boolean,
  ): Promise<void> => {
    if (sqlStateOf(error) === LOST_LEASE) return await settleHeld(batch, fence, isUnknown);
    if (isData(error)) return await bisect(error, batch);
    options.log.warn({ err: error, jobs: batch.length }, 'settlement not confirmed; asking again');
    await options.wait(RETRY_WAIT_MS);
    await settle(batch, true);
  };

  const settleHeld = async (batch: readonly Settlement[], fence: Fence, isUnknown: boolean): Promise<void> => {
    const held = await heldKeys(batch, fence);
    const gone = batch.filter((s) => !held.has(s.key));
    if (isUnknown) options.onSettled(gone, []);
    else refuse(gone);
    await settle(
      batch.filter((s) => held.has(s.key)),
      isUnknown,
    );
  };

  const heldKeys = async (batch: readonly Settlement[], fence: Fence): Promise<Set<JobKey>> => {
    for (;;) {
      try {
        return await options.store.findHeld(fence, batch);
      } catch (error) {
        options.log.warn({ err: error }, 'cannot tell which leases are held; asking again');
        await options.wait(RETRY_WAIT_MS);
      }
    }
  };

  const refuse = (gone: readonly Settlement[]): void => {
    for (const { useCaseNo } of gone) countLostLease(useCaseNo);
    if (gone.length > 0) options.log.warn({ jobs: gone.length }, 'results refused: their leases were lost');
    options.onSettled([], gone);
  };

  /** One bad row never fails its batch: halves are tried until the offender stands alone, which then keeps only a plain message. */
  const bisect = async (error: unknown, batch: readonly Settlement[]): Promise<void> => {
    const only = batch.length === 1 ? batch[0] : undefined;
    if (only !== undefined) return await settleBad(error, only);
    const middle = Math.ceil(batch.length / 2);
    await settle(batch.slice(0, middle), false);
    await settle(batch.slice(middle), false);
  };

  const settleBad = async (error: unknown, bad: Settlement): Promise<void> => {
    options.log.error({ err: error, job: bad.key }, 'a result cannot be stored as it is');
    const failure = { code: 'HANDLER_ERROR' as const, message: 'The result could not be stored' };
    if (bad.failure?.message === failure.message) return refuse([bad]);
    await settle([{ ...bad, outcome: 'dead', failure, cpuMs: 0, runMs: 0, memoryMbS: 0 }], false);
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_ROWS).sort(byKey);
      waiting = waiting.slice(BATCH_ROWS);
      inFlight = batch.length;
      await settle(batch, false);
      inFlight = 0;
    }
    running = null;
  };

  return {
    push: (settlements) => {
      for (const settlement of settlements) waiting.push(settlement);
      running ??= Promise.resolve().then(run);
    },
    countLostLease,
    pendingCount: () => waiting.length + inFlight,
    drain: async () => {
      while (running !== null) await running;
    },
  };
}

function byKey(a: Settlement, b: Settlement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

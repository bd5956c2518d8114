import type { JobKey } from '@leeway/domain/job-id';
import { MIB } from '@leeway/domain/units';
import type { Log } from '../runtime/log.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { type HistoryKeeper, writeKept } from './history-keeper.ts';
import { createLostLeaseCounter, type LostLeases } from './lost-leases.ts';
import type { QueueStore } from './queue-store.ts';
import { createSetAside } from './set-aside.ts';
import type { Fence } from './settle-jobs.ts';
import type { AttemptEnd, Settlement } from './settlement.ts';
import { tallyUsage } from './tally-usage.ts';

/** What one statement takes: rows, jobs in them, and about as many bytes of payloads that are written again. */
const BATCH = { rows: 2_000, jobs: 50_000, bytes: 8 * MIB } as const;
const RETRY_WAIT_MS = 250;
/** Nobody waits for a settlement, so few results wait for more: a statement costs as much for one as for fifty. */
const GATHER = { forMs: 5, jobs: 1_000 } as const;
const LOST_LEASE = 'LW001';
const PLAIN_MESSAGE = 'The result could not be stored';

export interface SettlerOptions {
  readonly store: Pick<QueueStore, 'settleJobs' | 'findHeld'>;
  readonly engineId: string;
  readonly log: Log;
  readonly keeper: HistoryKeeper;
  readonly wait: (ms: number) => Promise<void>;
  /** Called after the commit (or the refusal) with everything that is no longer leased. */
  readonly onSettled: (settled: readonly Settlement[], refused: readonly Settlement[]) => void;
  /** Rows that one statement settles at most. */
  readonly batchRows?: number;
}

export interface Settler {
  push(settlements: readonly Settlement[]): void;
  /** A result that came after its lease was lost, seen before it reached the store. */
  countLostLease(useCaseNo: number): void;
  /** Jobs whose settlement is not yet committed. */
  pendingCount(): number;
  /** Resolves when everything pushed so far is committed or refused, or set aside. */
  drain(): Promise<void>;
}

/** Of a try whose answer did not come: the lost leases that it was to count. */
interface Doubt {
  readonly lost: LostLeases;
}

interface Tried {
  readonly batch: readonly Settlement[];
  readonly fence: Fence;
  readonly lost: LostLeases;
  readonly isInDoubt: boolean;
}

/** Gathers results while one statement is under way and settles them with the next: batches grow with the load by themselves. */
export function createSettler(options: SettlerOptions): Settler {
  const { batchRows = BATCH.rows } = options;
  let waiting: Settlement[] = [];
  let unsettledCount = 0;
  const lostLeases = createLostLeaseCounter();
  let running: Promise<void> | null = null;
  let stopGathering: (() => void) | null = null;

  const isData = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error));
  /** Of a page of the store: nothing that needs it can be written until it is mended. */
  const isDamage = (error: unknown): boolean => /^XX00[12]$/.test(sqlStateOf(error));

  const start = (): void => {
    running ??= Promise.resolve().then(run);
  };
  const aside = createSetAside(options.wait, (settlements) => {
    waiting.push(...settlements);
    start();
  });
  const onEnded: SettlerOptions['onSettled'] = (settled, refused) => {
    options.onSettled(settled, refused);
    aside.ended(settled);
    aside.ended(refused);
  };

  const fenceFor = (batch: readonly Settlement[]): Fence => {
    const epochs = new Map<number, number>();
    for (const { job, epoch } of batch) epochs.set(job.shard, Math.max(epoch, epochs.get(job.shard) ?? 0));
    return { owner: options.engineId, epochs };
  };

  const commit = async (batch: readonly Settlement[], fence: Fence, lost: LostLeases): Promise<void> => {
    const usage = tallyUsage(batch, lost);
    await writeKept(options.keeper, (admits) => options.store.settleJobs(fence, { settlements: batch, usage, admits }));
  };

  /** `doubt`: an earlier try may have been committed, so what is gone by now was ours, and what it counted is counted. */
  const settle = async (batch: readonly Settlement[], doubt: Doubt | null): Promise<void> => {
    if (batch.length === 0) return;
    const fence = fenceFor(batch);
    const stale = batch.filter((s) => s.epoch !== fence.epochs.get(s.job.shard));
    if (stale.length > 0) refuse(stale);
    const current = stale.length > 0 ? batch.filter((s) => !stale.includes(s)) : batch;
    const lost = doubt?.lost ?? lostLeases.take();
    try {
      await commit(current, fence, lost);
      onEnded(current, []);
    } catch (error) {
      await recover(error, { batch: current, fence, lost, isInDoubt: doubt !== null });
    }
  };

  const recover = async (error: unknown, tried: Tried): Promise<void> => {
    const { batch, lost } = tried;
    if (sqlStateOf(error) === LOST_LEASE) return await settleHeld(tried);
    if (isData(error) || isDamage(error)) {
      lostLeases.giveBack(lost);
      return await bisect(error, batch);
    }
    options.log.warn({ err: error, rows: batch.length }, 'settlement not confirmed; asking again');
    await options.wait(RETRY_WAIT_MS);
    await settle(batch, { lost });
  };

  /** A statement is whole or nothing: where rows of its batch are still held, it was not committed. */
  const settleHeld = async ({ batch, fence, lost, isInDoubt }: Tried): Promise<void> => {
    const held = await heldKeys(batch, fence);
    const gone = batch.filter((s) => !held.has(s.job.key));
    if (isInDoubt) onEnded(gone, []);
    else refuse(gone);
    if (!isInDoubt) lostLeases.giveBack(lost);
    await settle(
      batch.filter((s) => held.has(s.job.key)),
      isInDoubt ? { lost } : null,
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
    for (const { job } of gone) lostLeases.count(job.useCaseNo, job.jobCount);
    if (gone.length > 0) options.log.warn({ rows: gone.length }, 'results refused: their leases were lost');
    onEnded([], gone);
  };

  /** One bad row never fails its batch: halves are tried until the offender stands alone, which then keeps only a plain message. */
  const bisect = async (error: unknown, batch: readonly Settlement[]): Promise<void> => {
    const only = batch.length === 1 ? batch[0] : undefined;
    if (only !== undefined) return isDamage(error) ? setAside(error, only) : await settleBad(error, only);
    const middle = Math.ceil(batch.length / 2);
    await settle(batch.slice(0, middle), null);
    await settle(batch.slice(middle), null);
  };

  const setAside = (error: unknown, bad: Settlement): void => {
    options.log.error(
      { err: error, job: bad.job.key },
      'a result cannot be stored: the store is damaged where it belongs',
    );
    // Its batch is done without it.
    unsettledCount += bad.job.jobCount;
    aside.add(bad);
  };

  const settleBad = async (error: unknown, bad: Settlement): Promise<void> => {
    options.log.error({ err: error, job: bad.job.key }, 'a result cannot be stored as it is');
    if (bad.ends.every(isPlain)) return refuse([bad]);
    await settle([{ ...bad, ends: bad.ends.map(toPlain) }], null);
  };

  const takeBatch = (): Settlement[] => {
    let [rows, jobs, bytes] = [0, 0, 0];
    for (const settlement of waiting) {
      jobs += settlement.job.jobCount;
      bytes += writtenBytes(settlement);
      if (rows > 0 && (rows >= batchRows || jobs > BATCH.jobs || bytes > BATCH.bytes)) break;
      rows += 1;
    }
    const batch = waiting.slice(0, rows);
    waiting = waiting.slice(rows);
    return batch;
  };

  /** Nothing is under way meanwhile: what is not settled waits here. */
  const gather = async (): Promise<void> => {
    if (unsettledCount >= GATHER.jobs || waiting.length >= batchRows) return;
    const enough = new Promise<void>((resolve) => {
      stopGathering = resolve;
    });
    await Promise.race([options.wait(GATHER.forMs), enough]);
    stopGathering = null;
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await gather();
      const batch = takeBatch();
      await settle(batch.sort(byKey), null);
      unsettledCount -= countJobs(batch);
    }
    running = null;
  };

  return {
    push: (settlements) => {
      for (const settlement of settlements) waiting.push(settlement);
      unsettledCount += countJobs(settlements);
      if (unsettledCount >= GATHER.jobs) stopGathering?.();
      start();
    },
    countLostLease: lostLeases.count,
    pendingCount: () => unsettledCount,
    drain: async () => {
      while (running !== null) await running;
    },
  };
}

function byKey({ job: a }: Settlement, { job: b }: Settlement): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function countJobs(settlements: readonly Settlement[]): number {
  return settlements.reduce((sum, { job }) => sum + job.jobCount, 0);
}

function writtenBytes({ job, ends, returned }: Settlement): number {
  return returned.length > 0 || ends.some(({ outcome }) => outcome !== 'done') ? job.payload.length : 0;
}

/** What is left of a result that the store refuses: how it ended, and no word or figure of the handler's. The other jobs of its row lose no more. */
function toPlain(end: AttemptEnd): AttemptEnd {
  const failure = end.failure === null ? null : { code: end.failure.code, message: PLAIN_MESSAGE };
  return { ...end, failure, cpuMs: 0, runMs: 0, memoryMbS: 0 };
}

function isPlain({ failure, cpuMs, runMs, memoryMbS }: AttemptEnd): boolean {
  return (failure === null || failure.message === PLAIN_MESSAGE) && cpuMs === 0 && runMs === 0 && memoryMbS === 0;
}

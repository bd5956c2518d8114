import { jobKeyAt, queueOfJobKey } from '@leeway/domain/job-id';
import type { CommandStore } from '../queue/command-store.ts';
import type { QueuedPlace } from '../queue/find-queued-job.ts';
import type { HeldJobs } from '../queue/held-jobs.ts';
import type { CommandResult, JobCommand } from '../queue/job-command.ts';
import type { QueuedJob, RowState } from '../queue/queued-job.ts';
import { describeWhy } from '../queue/why.ts';
import { rowsAfter } from '../queue/withdraw-jobs.ts';
import type { Log } from '../runtime/log.ts';
import { keyWithDeadline, newDeadlineAt } from './new-deadline.ts';
import { untilAnswered } from './until-answered.ts';

/** How long a job that was told to stop may take until the asker hears that it still runs. */
const STOP_PATIENCE_MS = 300;
const LOOK_MS = 20;

type CancelVerdict = 'skipped' | 'signalled' | 'ended';

/** The memory of this engine, which nobody else can change. */
export interface EngineMemory {
  readonly held: Pick<HeldJobs, 'forget' | 'has'>;
  /** Keeps a row that the store has shown from being taken in; false where it is here. */
  readonly holdFound: (row: Pick<QueuedJob, 'key' | 'attempt'>) => boolean;
  readonly isLeased: (key: QueuedJob['key']) => boolean;
  readonly withdraw: (rows: readonly RowState[]) => readonly QueuedJob[];
  readonly cancelLeased: (key: QueuedJob['key'], place: number, why: string) => Promise<CancelVerdict> | null;
}

export interface CarryOutOptions extends EngineMemory {
  readonly store: CommandStore;
  readonly engineId: string;
  readonly epochOf: (shard: number) => number | undefined;
  readonly wait: (ms: number) => Promise<void>;
  readonly log: Pick<Log, 'warn'>;
  /** ms, never goes back. */
  readonly elapsed: () => number;
  /** Jobs went back to the ready queue, under another key or as rows of their own, with a statement sent at `askedAt`. */
  readonly onReturned: (jobs: readonly QueuedJob[], askedAt: number) => void;
}

/**
 * `again`: the job is on its way, look again soon. `lost`: the shard is another's, who will find the command. `runs`: it has
 * been told to stop; there will be more to say.
 */
export type Attempt =
  | { readonly kind: 'again' | 'lost' }
  | { readonly kind: 'runs'; readonly row: QueuedJob }
  | { readonly kind: 'over'; readonly result: CommandResult };

const AGAIN: Attempt = { kind: 'again' };

/** One try of what is wanted of one job, wherever it is now. Only the owner of its shard may call this. */
export async function carryOut(command: JobCommand, options: CarryOutOptions): Promise<Attempt> {
  const found = await options.store.findQueuedJob(command.jobKey);
  if (found === null) return await changeElsewhere(command, options);
  // From here to the withdrawal nothing is awaited: what is seen in memory is so.
  const { wish, why } = command;
  if (wish.kind === 'cancel') {
    const heard = options.cancelLeased(found.row.key, found.place, describeWhy(why));
    if (heard !== null) return await untilStopped(found.row, heard, options);
  }
  if (options.isLeased(found.row.key)) return wish.kind === 'cancel' ? AGAIN : refused('leased');
  return await changeQueued(command, found, options);
}

/** It runs, or stands behind others in the hands of a worker; one that is kept busy by its handler hears of it only later. */
async function untilStopped(
  row: QueuedJob,
  heard: Promise<CancelVerdict>,
  { held, wait }: CarryOutOptions,
): Promise<Attempt> {
  if ((await Promise.race([heard, wait(STOP_PATIENCE_MS)])) === 'ended') return AGAIN;
  for (let waitedMs = 0; waitedMs < STOP_PATIENCE_MS; waitedMs += LOOK_MS) {
    if (!held.has(row.key, row.attempt)) return AGAIN;
    await wait(LOOK_MS);
  }
  return { kind: 'runs', row };
}

/** It waits: here in memory or only in the store. It is held here until the store has answered, so that no read brings it in. */
async function changeQueued(
  { wish, why }: JobCommand,
  { row, place }: QueuedPlace,
  options: CarryOutOptions,
): Promise<Attempt> {
  const { held, store, engineId } = options;
  const deadlineAt = wish.kind === 'cancel' ? null : newDeadlineAt(wish.deadline, row.availableAt);
  // Its own key, not its row's: others of a mega-job may be given the same deadline.
  const key = jobKeyAt(row.key, place);
  const newKey = deadlineAt === null ? null : keyWithDeadline(key, deadlineAt);
  if (newKey === key && deadlineAt !== null) return carriedOut({ state: 'waiting', deadlineAt });
  const { shard } = queueOfJobKey(row.key);
  const epoch = options.epochOf(shard);
  if (epoch === undefined) return { kind: 'lost' };
  const isTaken = options.withdraw([row]).length > 0 || options.holdFound(row);
  if (!isTaken) return AGAIN;
  const askedAt = options.elapsed();
  const withdrawal = { row, place, newKey, why };
  try {
    const fence = { owner: engineId, shard, epoch };
    const isOurs = () => options.epochOf(shard) === epoch;
    const outcome = await untilAnswered(() => store.withdrawJob(fence, withdrawal), { ...options, isOurs });
    if (outcome === 'absent') return AGAIN;
    if (outcome === 'lost' || outcome === null) return { kind: 'lost' };
  } finally {
    held.forget(row.key, row.attempt);
  }
  options.onReturned(rowsAfter(withdrawal), askedAt);
  return carriedOut(deadlineAt === null ? { state: 'cancelled' } : { state: 'waiting', deadlineAt });
}

/** It is not in the ready queue. */
async function changeElsewhere({ jobKey, wish, why }: JobCommand, { store }: CarryOutOptions): Promise<Attempt> {
  if (wish.kind === 'cancel' && (await store.cancelDelayed(jobKey, why))) return carriedOut({ state: 'cancelled' });
  const place = await store.findJobPlace(jobKey);
  if (place === null) return refused('done');
  if (place.state === 'waiting') return AGAIN;
  if (place.state === 'cancelled' && wish.kind === 'cancel') return carriedOut({ state: 'cancelled' });
  if (place.state !== 'delayed') return refused(place.state);
  if (wish.kind === 'cancel' || place.key === null) return AGAIN;
  const deadlineAt = newDeadlineAt(wish.deadline, place.availableAt);
  if (keyWithDeadline(place.key, deadlineAt) !== place.key) {
    if ((await store.moveDelayed(jobKey, deadlineAt, why)) === null) return AGAIN;
  }
  return carriedOut({ state: 'delayed', deadlineAt });
}

function carriedOut(result: Omit<CommandResult, 'isCarriedOut'>): Attempt {
  return { kind: 'over', result: { ...result, isCarriedOut: true } };
}

function refused(state: CommandResult['state']): Attempt {
  return { kind: 'over', result: { state, isCarriedOut: false } };
}

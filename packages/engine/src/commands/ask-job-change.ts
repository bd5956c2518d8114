import type { CommandId } from '@leeway/domain/ids';
import type { JobChangeAnswer } from '@leeway/domain/job-command';
import { type JobKey, queueOfJobKey, toJobId } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import { LeewayError } from '@leeway/domain/problem';
import type { Pool } from 'pg';
import { cancelDelayed, cancelRemote, moveDelayed, moveRemote } from '../queue/change-job.ts';
import { type FoundPlace, findJobPlace } from '../queue/find-job-place.ts';
import { findQueuedJob } from '../queue/find-queued-job.ts';
import { insertCommand, type JobWish } from '../queue/job-command.ts';
import type { Why } from '../queue/why.ts';
import { checkDeadline, keyWithDeadline, newDeadlineAt } from './new-deadline.ts';
import { refuseState, unknownJob } from './refuse-state.ts';

type Db = Pick<Pool, 'query'>;

export interface AskedChange {
  readonly id: JobKey;
  readonly wish: JobWish;
  readonly why: Why;
  /** Taken where the job may be in the memory of an engine, which then is asked. */
  readonly commandId: CommandId;
}

/** Done at once, or written down for the engine that owns the job's shard. */
export type Asked =
  | {
      readonly kind: 'done';
      readonly answer: JobChangeAnswer;
      /** A job that programs can lease now lies here. */
      readonly freedKey?: JobKey;
    }
  | { readonly kind: 'asked'; readonly commandId: CommandId };

/** A job on its way from table to table is looked for again. */
const MAX_LOOKS = 10;

/**
 * Cancels a job or gives it another deadline, in the transaction that the caller is in. What no engine holds in memory is
 * changed at once; else the owner of its shard is asked. Throws NOT_FOUND, WRONG_STATE, INVALID_INPUT (the deadline).
 */
export async function askJobChange(db: Db, asked: AskedChange): Promise<Asked> {
  for (let look = 1; look <= MAX_LOOKS; look += 1) {
    const place = await findJobPlace(db, asked.id);
    if (place === null) throw unknownJob();
    if (asked.wish.kind === 'changeDeadline' && isOpen(place)) checkDeadline(asked.wish.deadline, place.availableAt);
    const outcome = await changeAt(db, place, asked);
    if (outcome !== null) return outcome;
  }
  throw new LeewayError('OVERLOADED', 'The job did not stand still; try again', { retryAfterMs: 1_000 });
}

function isOpen({ state }: FoundPlace): boolean {
  return state === 'waiting' || state === 'delayed';
}

/** Null where it is not there any more. */
async function changeAt(db: Db, place: FoundPlace, asked: AskedChange): Promise<Asked | null> {
  const { id, wish } = asked;
  if (place.state === 'cancelled' && wish.kind === 'cancel') return done({ id: toJobId(id), state: 'cancelled' });
  if (place.state === 'delayed') return await changeDelayed(db, place, asked);
  if (place.state !== 'waiting') throw refuseState(id, place.state, ruleOf(wish, place.state));
  if (place.isRemote) return await changeRemote(db, asked);
  await insertCommand(db, { ...asked, id: asked.commandId, jobKey: id, shard: queueOfJobKey(id).shard });
  return { kind: 'asked', commandId: asked.commandId };
}

async function changeDelayed(
  db: Db,
  { availableAt, key }: FoundPlace,
  { id, wish, why }: AskedChange,
): Promise<Asked | null> {
  if (wish.kind === 'cancel')
    return (await cancelDelayed(db, id, why)) ? done({ id: toJobId(id), state: 'cancelled' }) : null;
  const deadlineAt = newDeadlineAt(wish.deadline, availableAt);
  const isThere = key !== null && keyWithDeadline(key, deadlineAt) === key;
  if (!isThere && (await moveDelayed(db, id, deadlineAt, why)) === null) return null;
  return done({ id: toJobId(id), state: 'delayed', deadlineAt: new Date(deadlineAt).toISOString() });
}

async function changeRemote(db: Db, { id, wish, why }: AskedChange): Promise<Asked | null> {
  const found = await findQueuedJob(db, id);
  if (found === null) return null;
  const { row } = found;
  if (wish.kind === 'cancel')
    return (await cancelRemote(db, row, why)) ? done({ id: toJobId(id), state: 'cancelled' }) : null;
  const deadlineAt = newDeadlineAt(wish.deadline, row.availableAt);
  const newKey = keyWithDeadline(row.key, deadlineAt);
  const moved = newKey === row.key ? 'moved' : await moveRemote(db, row, { newKey, why });
  if (moved === 'leased') throw refuseState(id, 'leased', ruleOf(wish, 'leased'));
  if (moved === 'absent') return null;
  return {
    ...done({ id: toJobId(id), state: 'waiting', deadlineAt: new Date(deadlineAt).toISOString() }),
    freedKey: newKey,
  };
}

function done(answer: JobChangeAnswer): Extract<Asked, { kind: 'done' }> {
  return { kind: 'done', answer };
}

/** What a job would have to be, and what can be done to one that is `state`. */
export function ruleOf({ kind }: JobWish, state: JobState): string {
  const remedy = state === 'dead' ? REMEDY_OF_DEAD[kind] : '';
  return kind === 'cancel'
    ? `only a job that is waiting, delayed or running can be cancelled${remedy}`
    : `only a job that is waiting or delayed can be given another deadline${remedy}`;
}

const REMEDY_OF_DEAD: Readonly<Record<JobWish['kind'], string>> = {
  cancel: '. It does not run again unless somebody redrives it',
  changeDeadline: '. Redrive it, and it waits again with a deadline of its own',
};

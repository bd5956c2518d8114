import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import { type JobKey, toJobId } from '@leeway/domain/job-id';
import type { Pool } from 'pg';
import { type CommandResult, type JobWish, readCommand } from '../queue/job-command.ts';
import { ruleOf } from './ask-job-change.ts';
import { refuseState } from './refuse-state.ts';

/** Longer than a take-over of a shard whose owner died. */
const ANSWER_LIMIT_MS = 6_000;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 150;

export interface AwaitedCommand {
  readonly commandId: string;
  readonly id: JobKey;
  readonly wish: JobWish;
  readonly limitMs?: number;
}

/** What runs the clock here. */
export interface Patience {
  readonly elapsed: () => number;
  readonly wait: (ms: number) => Promise<void>;
}

/** The owner's answer; after a while, that there is none yet. Throws WRONG_STATE. */
export async function awaitCommand(
  db: Pick<Pool, 'query'>,
  { commandId, id, wish, limitMs = ANSWER_LIMIT_MS }: AwaitedCommand,
  { elapsed, wait }: Patience,
): Promise<JobChangeAnswer | PendingCommand> {
  const until = elapsed() + limitMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 1.5)) {
    const progress = await readCommand(db, commandId);
    if (progress !== null && progress.result !== null) return toAnswer(id, wish, progress.result);
    if (elapsed() + pauseMs > until) return { id: toJobId(id), command: commandId, state: 'pending' };
    await wait(pauseMs);
  }
}

function toAnswer(id: JobKey, wish: JobWish, result: CommandResult): JobChangeAnswer {
  const { state, isCarriedOut, deadlineAt } = result;
  if (!isCarriedOut) throw refuseState(id, state, result.detail ?? ruleOf(wish, state));
  return {
    id: toJobId(id),
    state,
    ...(wish.kind === 'cancel' && state === 'leased' ? { cancelRequested: true as const } : {}),
    ...(deadlineAt === undefined ? {} : { deadlineAt: new Date(deadlineAt).toISOString() }),
  };
}

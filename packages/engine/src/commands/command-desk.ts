import { queueOfJobKey } from '@leeway/domain/job-id';
import type { CommandResult, JobCommand } from '../queue/job-command.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import { type CarryOutOptions, carryOut } from './carry-out.ts';

/** How often the store is asked for commands that nobody told us about, and while some are open. */
const LOOK_MS = 1_000;
const OPEN_LOOK_MS = 250;
/** Commands that are taken up at once; more wait for the next look. */
const MAX_COMMANDS = 1_000;
/** A job on its way from one place to another is there within this. */
const MAX_TRIES = 40;
const RETRY_MS = 25;

export interface CommandDeskOptions extends Omit<CarryOutOptions, 'wait' | 'elapsed'> {
  readonly clock: Clock;
  readonly log: Log;
  readonly ownedShards: () => readonly number[];
  /** What was asked of the former owner of a shard is known: its jobs may be started. */
  readonly onCleared: (shard: number) => void;
}

export interface CommandDesk extends Loop {
  /**
   * Whether the commands that were open when this engine got the shard have been carried out. Until then none of its jobs
   * may start: one of them may have been cancelled while the former owner ran it.
   */
  hasLooked(shard: number): boolean;
  /** One look; resolves when the shards that are new here are cleared. */
  runOnce(): Promise<void>;
}

/** A job that was told to stop, and whether its asker knows. */
interface Stopping {
  readonly command: JobCommand;
  readonly row: QueuedJob;
  readonly isKnown: boolean;
}

/** Does for others what only the owner of a shard can do to a job: the job may be in this engine's memory. */
export function createCommandDesk(options: CommandDeskOptions): CommandDesk {
  const { store, clock, log, epochOf, held, engineId } = options;
  const lookedUnder = new Map<number, number>();
  const underWay = new Map<string, Promise<boolean>>();
  /** Jobs that were told to stop and still run, until the last word about them is known to be written down. */
  const stopping = new Map<string, Stopping>();
  const wait = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));

  const hasLooked = (shard: number): boolean => {
    const epoch = epochOf(shard);
    return epoch !== undefined && lookedUnder.get(shard) === epoch;
  };

  const answer = async (command: JobCommand, result: CommandResult, isOver: boolean): Promise<boolean> => {
    const { shard } = queueOfJobKey(command.jobKey);
    const epoch = epochOf(shard);
    if (epoch === undefined) return false;
    return await store.answerCommand({ owner: engineId, shard, epoch }, { commandId: command.id, result, isOver });
  };

  /** A failure leaves it noted: it is looked at again. */
  const noteStopping = async (command: JobCommand, row: QueuedJob): Promise<boolean> => {
    if (stopping.get(command.id)?.isKnown === true) return true;
    stopping.set(command.id, { command, row, isKnown: false });
    const isKnown = await answer(command, { state: 'leased', isCarriedOut: true }, false);
    stopping.set(command.id, { command, row, isKnown });
    return isKnown;
  };

  const finish = async (command: JobCommand, result: CommandResult): Promise<boolean> => {
    const isAnswered = await answer(command, result, true);
    if (isAnswered) stopping.delete(command.id);
    else letGo(command);
    return isAnswered;
  };

  /** The shard is not ours just now. Where it stays after all, under the same epoch, it is looked at as if it were new. */
  const letGo = (command: JobCommand): void => {
    stopping.delete(command.id);
    lookedUnder.delete(queueOfJobKey(command.jobKey).shard);
  };

  /** True where nothing of it is left to do before jobs of its shard may start. */
  const attend = async (command: JobCommand): Promise<boolean> => {
    for (let tried = 0; tried < MAX_TRIES; tried += 1) {
      const attempt = await carryOut(command, { ...options, wait, elapsed: clock.elapsed });
      if (attempt.kind === 'over') return await finish(command, attempt.result);
      if (attempt.kind === 'runs') return await noteStopping(command, attempt.row);
      if (attempt.kind === 'lost') {
        letGo(command);
        return false;
      }
      await wait(RETRY_MS);
    }
    return false;
  };

  const begin = (command: JobCommand): Promise<boolean> => {
    const known = underWay.get(command.id);
    if (known !== undefined) return known;
    const attending = attend(command)
      .catch((error: unknown) => {
        log.warn({ err: error, command: command.id }, 'a command was not carried out; trying again');
        return false;
      })
      .finally(() => underWay.delete(command.id));
    underWay.set(command.id, attending);
    return attending;
  };

  const clear = async (epochs: ReadonlyMap<number, number>, commands: readonly JobCommand[]): Promise<void> => {
    for (const [shard, epoch] of epochs) {
      const ofShard = commands.filter((command) => queueOfJobKey(command.jobKey).shard === shard);
      const outcomes = await Promise.all(ofShard.map(begin));
      if (outcomes.includes(false)) continue;
      lookedUnder.set(shard, epoch);
      options.onCleared(shard);
    }
  };

  /** Epochs of the shards that are new here, as they are before the store is asked. */
  const findNewShards = (shards: readonly number[]): Map<number, number> => {
    const fresh = new Map<number, number>();
    for (const shard of shards) {
      const epoch = epochOf(shard);
      if (epoch !== undefined && lookedUnder.get(shard) !== epoch) fresh.set(shard, epoch);
    }
    return fresh;
  };

  const look = async (): Promise<boolean> => {
    const shards = options.ownedShards();
    if (shards.length === 0) return false;
    const fresh = findNewShards(shards);
    const commands = await store.findOpenCommands({ shards, newShards: [...fresh.keys()], limit: MAX_COMMANDS });
    for (const command of commands) void begin(command);
    for (const { command, row, isKnown } of [...stopping.values()])
      if (!isKnown || !held.has(row.key, row.attempt)) void begin(command);
    if (commands.length < MAX_COMMANDS) await clear(fresh, commands);
    return commands.length > 0 || stopping.size > 0;
  };

  const loop = createLoop({
    name: 'commands',
    clock,
    log,
    runOnce: async () => ({ waitMs: (await look()) ? OPEN_LOOK_MS : LOOK_MS }),
  });
  return {
    ...loop,
    hasLooked,
    runOnce: async () => {
      await look();
      await Promise.all(underWay.values());
    },
  };
}

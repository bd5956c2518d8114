import type { CommandId } from '@leeway/domain/ids';
import { deadlineOfJobKey, type JobKey } from '@leeway/domain/job-id';
import type { CommandResult, JobWish } from '../../queue/job-command.ts';
import type { Chance } from '../chance.ts';
import { createSimulatedProcess } from '../simulated-process.ts';
import { askChange, readCommand } from '../store/commands.ts';
import { createStoreCaller } from './remote-store.ts';
import type { World } from './world.ts';

/** Deadlines that are asked for are so far from the first at most: near enough to change the order. */
const FURTHEST_MS = 2_000;
const LAST_JOBS = 5;

/** Who wants something of jobs, at any moment of their lives, and is told what became of it. */
export interface Changer {
  /** Every wish was answered. */
  isDone(): boolean;
}

interface Wishes {
  readonly name: string;
  readonly count: number;
  /** Part of 1: how many of the wishes are about the jobs that came last. */
  readonly lastShare: number;
  readonly wishFor: (key: JobKey, chance: Chance) => JobWish;
  readonly onAsked: (key: JobKey, wish: JobWish) => void;
  readonly onCarriedOut: (key: JobKey, result: CommandResult) => void;
}

export function startCanceller(world: World): Changer {
  const { plan, observer } = world;
  return startChanger(world, {
    name: 'canceller',
    count: plan.cancelCount,
    lastShare: 0,
    wishFor: () => ({ kind: 'cancel' }),
    onAsked: observer.onCancelAsked,
    onCarriedOut: (key, { state }) => observer.onCancelled(key, state),
  });
}

/** Gives jobs other deadlines. */
export function startMover(world: World): Changer {
  const { plan, observer } = world;
  return startChanger(world, {
    name: 'mover',
    count: plan.moveCount,
    lastShare: 0.6,
    wishFor: (key, chance) => ({
      kind: 'changeDeadline',
      // Few of them, so that jobs of one mega-job meet again.
      deadline: { deadlineAt: deadlineOfJobKey(key) + chance.int(-1, 1) * FURTHEST_MS },
    }),
    onAsked: (key, wish) => {
      if (wish.kind === 'changeDeadline' && 'deadlineAt' in wish.deadline)
        observer.onDeadlineAsked(key, wish.deadline.deadlineAt);
    },
    onCarriedOut: (key, { deadlineAt }) => {
      if (deadlineAt !== undefined && deadlineAt !== deadlineOfJobKey(key)) observer.onMoved(key, deadlineAt);
    },
  });
}

/** Asks as the control plane does, and again until it is answered: a wish may have been written down and its answer lost. */
function startChanger(world: World, { name, count, lastShare, wishFor, onAsked, onCarriedOut }: Wishes): Changer {
  const { plan, time, observer } = world;
  const chance = world.chance.split(name);
  let openCount = count;
  let lastNumber = 0;

  const again = (label: string, delayMs: number, act: () => void): void =>
    void time.after(delayMs, `${name} ${label}`, act);

  const process = createSimulatedProcess({ name: 'control plane', time, skewMs: 0, onUncaught: world.fail });
  const call = createStoreCaller({
    server: world.server,
    process,
    time,
    chance,
    log: world.log,
    faults: () => world.faults()?.store ?? null,
    isCut: () => false,
  });

  const ask = (key: JobKey, wish: JobWish): void => {
    lastNumber += 1;
    const id = `cmd_${name}_${lastNumber}` as CommandId;
    onAsked(key, wish);
    call('askChange', askChange(id, key, wish)).then(
      (result) => (result === null ? listen(id, key) : hear(key, result)),
      () => again('asks again', 200 + chance.next() * 300, () => ask(key, wish)),
    );
  };

  const listen = (id: CommandId, key: JobKey): void => {
    call('readCommand', readCommand(id)).then(
      (result) => (result === null ? again('listens', 50, () => listen(id, key)) : hear(key, result)),
      () => again('listens again', 200, () => listen(id, key)),
    );
  };

  const hear = (key: JobKey, result: CommandResult): void => {
    openCount -= 1;
    if (result.isCarriedOut) world.guard(() => onCarriedOut(key, result));
  };

  const begin = (): void => {
    const keys = observer.jobKeys();
    if (keys.length === 0) {
      openCount -= 1;
      return;
    }
    // Some of the last that were submitted: they still wait, and jobs of one mega-job meet.
    const key = chance.pick(chance.happens(lastShare) ? keys.slice(-LAST_JOBS) : keys);
    ask(key, wishFor(key, chance));
  };

  for (let number = 0; number < count; number++)
    again('wants something of a job', chance.next() * plan.faultyMs, begin);
  return { isDone: () => openCount === 0 };
}

import type { CommandId } from '@leeway/domain/ids';
import type { JobKey } from '@leeway/domain/job-id';
import type { CommandResult } from '../../queue/job-command.ts';
import { createSimulatedProcess } from '../simulated-process.ts';
import { askCancel, readCommand } from '../store/commands.ts';
import { createStoreCaller } from './remote-store.ts';
import type { World } from './world.ts';

/** Who wants jobs cancelled, at any moment of their lives, and is told what became of it. */
export interface Canceller {
  /** Every wish was answered. */
  isDone(): boolean;
}

/** Asks as the control plane does, and again until it is answered: a wish may have been written down and its answer lost. */
export function startCanceller(world: World): Canceller {
  const { plan, time, observer } = world;
  const chance = world.chance.split('canceller');
  let openCount = plan.cancelCount;
  let lastNumber = 0;

  const again = (label: string, delayMs: number, act: () => void): void =>
    void time.after(delayMs, `canceller ${label}`, act);

  const name = 'control plane';
  const process = createSimulatedProcess({ name, time, skewMs: 0, onUncaught: world.fail });
  const call = createStoreCaller({
    server: world.server,
    process,
    time,
    chance,
    log: world.log,
    faults: () => world.faults()?.store ?? null,
    isCut: () => false,
  });

  const ask = (key: JobKey): void => {
    lastNumber += 1;
    const id = `cmd_${lastNumber}` as CommandId;
    observer.onCancelAsked(key);
    call('askCancel', askCancel(id, key)).then(
      (result) => (result === null ? listen(id, key) : hear(key, result)),
      () => again('asks again', 200 + chance.next() * 300, () => ask(key)),
    );
  };

  const listen = (id: CommandId, key: JobKey): void => {
    call('readCommand', readCommand(id)).then(
      (result) => (result === null ? again('listens', 50, () => listen(id, key)) : hear(key, result)),
      () => again('listens again', 200, () => listen(id, key)),
    );
  };

  const hear = (key: JobKey, { state, isCarriedOut }: CommandResult): void => {
    openCount -= 1;
    if (isCarriedOut) world.guard(() => observer.onCancelled(key, state));
  };

  const begin = (): void => {
    const keys = observer.jobKeys();
    if (keys.length === 0) openCount -= 1;
    else ask(chance.pick(keys));
  };

  for (let count = 0; count < plan.cancelCount; count++)
    again('wants a job cancelled', chance.next() * plan.faultyMs, begin);
  return { isDone: () => openCount === 0 };
}

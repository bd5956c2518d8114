import type { Chance } from '../chance.ts';
import { type EngineHost, startEngineHost } from './engine-host.ts';
import type { World } from './world.ts';

/** The engines that there are: they come, go, die and come back under another name. */
export interface EngineFleet {
  /** Those whose process runs, or stands still. */
  living(): readonly EngineHost[];
  /** Those that take submissions. */
  serving(): readonly EngineHost[];
  add(): void;
  crash(chance: Chance): void;
  pause(chance: Chance): void;
  leave(chance: Chance): void;
  cut(chance: Chance): void;
  jumpClock(chance: Chance): void;
  killWorker(chance: Chance): void;
  /** Everything goes on: nothing is cut or stands still, and there is an engine. */
  heal(): void;
}

const MAX_ENGINES = 4;

export function createEngineFleet(world: World): EngineFleet {
  const chance = world.chance.split('wakes');
  let hosts: EngineHost[] = [];
  let count = 0;

  const living = (): EngineHost[] => {
    hosts = hosts.filter((host) => host.process.isAlive());
    return hosts;
  };
  /** Every engine hears that there are jobs, unless the message gets lost. */
  const wakeAll = (): void => {
    for (const { process, path } of living())
      if (!chance.happens(world.faults()?.lostWakes ?? 0))
        process.receive(0.2 + chance.next(), 'is woken', () => path()?.tailer.sweepSoon());
  };
  const add = (): void => {
    count += 1;
    hosts.push(startEngineHost(world, count, async () => wakeAll()));
  };
  const later = (delayMs: number, label: string, run: () => void): void => {
    world.time.after(delayMs, label, run);
  };
  /** Does something to one of the engines, if there is one. */
  const toAny = (chance: Chance, name: string, act: (host: EngineHost) => void): void => {
    const candidates = living();
    if (candidates.length === 0) return;
    const host = chance.pick(candidates);
    world.log.add(world.elapsedMs(), `${name} ${host.engineId}`);
    act(host);
  };
  /** Mostly short, sometimes longer than a shard lasts without its owner. */
  const draw = (chance: Chance, longMs: number): number => chance.next() ** 3 * longMs + 10;

  return {
    living,
    serving: () => living().filter((host) => host.path() !== null),
    add: () => {
      if (living().length < MAX_ENGINES) add();
    },
    crash: (chance) =>
      toAny(chance, 'crash', (host) => {
        host.crash();
        later(draw(chance, 6_000), 'an engine comes back', add);
      }),
    pause: (chance) =>
      toAny(chance, 'pause', ({ process }) => {
        process.pause();
        later(draw(chance, 12_000), `${process.name} goes on`, () => process.resume());
      }),
    leave: (chance) => toAny(chance, 'leave', (host) => host.stop()),
    cut: (chance) =>
      toAny(chance, 'cut', (host) => {
        host.setCut(true);
        later(draw(chance, 9_000), `${host.engineId} is connected`, () => host.setCut(false));
      }),
    jumpClock: (chance) =>
      toAny(chance, 'clock', ({ process }) => process.jumpClock((chance.next() - 0.5) * 2 * world.plan.skewMs)),
    killWorker: (chance) => toAny(chance, 'kill a worker of', ({ workers }) => workers.killAny()),
    heal: () => {
      for (const { process, setCut } of living()) {
        process.resume();
        setCut(false);
      }
      if (!living().some((host) => host.path() !== null)) add();
    },
  };
}

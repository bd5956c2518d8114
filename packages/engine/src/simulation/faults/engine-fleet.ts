import { readNews } from '../../wake/queue-news.ts';
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

/** Short, or about as long as a shard lasts without its owner. */
function drawAbsence(chance: Chance): number {
  return chance.happens(0.5) ? 10 + chance.next() * 500 : 2_000 + chance.next() * 6_000;
}

export function createEngineFleet(world: World): EngineFleet {
  const chance = world.chance.split('wakes');
  const ambushes = world.chance.split('ambushes');
  let hosts: EngineHost[] = [];
  let count = 0;

  const living = (): EngineHost[] => {
    hosts = hosts.filter((host) => host.process.isAlive());
    return hosts;
  };
  /** Every engine hears that there are jobs, unless the message gets lost. */
  /** A job has just started: sometimes that is the moment. */
  const ambush = (engineId: string): void => {
    if (!ambushes.happens(world.faults()?.ambush ?? 0)) return;
    const deed = ambushes.pick(Object.keys(deeds) as Deed[]);
    later(ambushes.next() ** 2 * 20, `ambush: ${deed} ${engineId}`, () => {
      const host = living().find((one) => one.engineId === engineId);
      if (host !== undefined && world.faults() !== null) deeds[deed](ambushes, host);
    });
  };
  const wakeAll = (payloads: readonly string[]): void => {
    const news = payloads.map(readNews);
    for (const { process, path } of living())
      if (!chance.happens(world.faults()?.lostWakes ?? 0))
        process.receive(0.2 + chance.next(), 'is woken', () => {
          for (const keys of news) {
            if (keys === null) path()?.tailer.sweepSoon();
            else path()?.heardOf(keys);
          }
        });
  };
  const add = (): void => {
    count += 1;
    hosts.push(startEngineHost(world, count, { sendWake: async (payloads) => wakeAll(payloads), onJobStart: ambush }));
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
  const deeds = {
    crash: (chance: Chance, host: EngineHost) => {
      host.crash();
      later(drawAbsence(chance), 'an engine comes back', add);
    },
    pause: (chance: Chance, { process }: EngineHost) => {
      process.pause();
      later(drawAbsence(chance), `${process.name} goes on`, () => process.resume());
    },
    cut: (chance: Chance, host: EngineHost) => {
      host.setCut(true);
      later(drawAbsence(chance), `${host.engineId} is connected`, () => host.setCut(false));
    },
    killWorker: (_chance: Chance, { workers }: EngineHost) => workers.killAny(),
  };
  type Deed = keyof typeof deeds;

  return {
    living,
    serving: () => living().filter((host) => host.path() !== null),
    add: () => {
      if (living().length < MAX_ENGINES) add();
    },
    crash: (chance) => toAny(chance, 'crash', (host) => deeds.crash(chance, host)),
    pause: (chance) => toAny(chance, 'pause', (host) => deeds.pause(chance, host)),
    leave: (chance) => toAny(chance, 'leave', (host) => host.stop()),
    cut: (chance) => toAny(chance, 'cut', (host) => deeds.cut(chance, host)),
    jumpClock: (chance) =>
      toAny(chance, 'clock', ({ process }) => process.jumpClock((chance.next() - 0.5) * 2 * world.plan.skewMs)),
    killWorker: (chance) => toAny(chance, 'kill a worker of', (host) => deeds.killWorker(chance, host)),

    heal: () => {
      for (const { process, setCut } of living()) {
        process.resume();
        setCut(false);
      }
      if (!living().some((host) => host.path() !== null)) add();
    },
  };
}

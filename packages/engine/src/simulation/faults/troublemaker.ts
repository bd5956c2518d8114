import type { EngineFleet } from './engine-fleet.ts';
import type { Troubles } from './plan.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;

/** Plans everything that goes wrong with machines, at times of its own. */
export function startTroublemaker(world: World, fleet: EngineFleet): void {
  const { plan, time } = world;
  const deeds: Record<keyof Troubles, (chance: World['chance']) => void> = {
    crash: fleet.crash,
    pause: fleet.pause,
    clockJump: fleet.jumpClock,
    workerKill: fleet.killWorker,
    storeCrash: (chance) => crashStore(world, chance.next() * 3_000),
    cut: fleet.cut,
    leave: fleet.leave,
    join: fleet.add,
  };
  for (const [name, perMinute] of Object.entries(plan.troubles) as [keyof Troubles, number][]) {
    const chance = world.chance.split(`trouble ${name}`);
    const rate = perMinute / MINUTE_MS;
    if (rate === 0) continue;
    for (let at = gap(chance.next(), rate); at < plan.faultyMs; at += gap(chance.next(), rate))
      time.after(at, `trouble: ${name}`, () => deeds[name](chance));
  }
}

/** Exponential: troubles come independently of each other. */
function gap(uniform: number, rate: number): number {
  return -Math.log(1 - uniform) / rate;
}

function crashStore(world: World, awayMs: number): void {
  const { server, time } = world;
  server.isUp = false;
  const broken = [...server.sessions];
  server.sessions.clear();
  for (const [session, tell] of broken) {
    session.abort();
    tell();
  }
  time.after(awayMs, 'the store is back', () => {
    server.isUp = true;
  });
}

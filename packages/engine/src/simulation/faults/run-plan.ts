import { createChance } from '../chance.ts';
import { createEventLog } from '../event-log.ts';
import { createSimulatedStore } from '../store/simulated-store.ts';
import { BEGIN_AT, createVirtualTime } from '../virtual-time.ts';
import { startCanceller, startMover } from './changers.ts';
import { startClient } from './client.ts';
import { createEngineFleet } from './engine-fleet.ts';
import { sayFarewell } from './farewell.ts';
import { createObserver, type Observer } from './observer.ts';
import type { Plan } from './plan.ts';
import { startTroublemaker } from './troublemaker.ts';
import { Violation } from './violation.ts';
import type { Plant, World } from './world.ts';

/** After the last fault everything must be done within this. */
const DRAIN_LIMIT_MS = 60_000;

export interface RunResult {
  /** Over everything that happened: equal for equal plans. */
  readonly hash: string;
  readonly eventCount: number;
  readonly jobCount: number;
  readonly startCount: number;
  /** Virtual time from the last fault until everything was done. */
  readonly drainMs: number;
  /** The first broken promise, null where none was. */
  readonly violation: string | null;
  /** The event log, where it was asked for. */
  readonly lines: readonly string[];
}

export interface RunOptions {
  readonly plant?: Plant;
  readonly isLogged?: boolean;
}

/** One run of a plan, the same every time: safety is checked after every event, liveness after the last fault. */
export async function runPlan(plan: Plan, { plant = {}, isLogged = false }: RunOptions = {}): Promise<RunResult> {
  const log = createEventLog(isLogged);
  const time = createVirtualTime(log);
  let violation: string | null = null;
  const fail = (error: unknown): void => {
    violation ??= error instanceof Violation ? error.message : `threw ${describe(error)}`;
  };
  const guard = (check: () => void): void => {
    try {
      check();
    } catch (error) {
      fail(error);
    }
  };
  const store = createSimulatedStore({
    shardCount: plan.shardCount,
    now: () => Math.floor(time.now()),
    onCommit: (commit) => guard(() => observer.onCommit(commit)),
  });
  const useCases = new Map(plan.useCases.map((entry) => [entry.no, entry]));
  const observer: Observer = createObserver(store, plan);
  const healsAt = BEGIN_AT + plan.faultyMs;
  const world: World = {
    plan,
    plant,
    chance: createChance(plan.seed),
    time,
    log,
    server: { store, isUp: true, sessions: new Map() },
    useCases,
    observer,
    elapsedMs: () => time.now() - BEGIN_AT,
    faults: () => (time.now() < healsAt ? plan : null),
    guard,
    fail,
  };
  const fleet = createEngineFleet(world);
  for (let index = 0; index < plan.engineCount; index++) fleet.add();
  const clients = Array.from({ length: plan.clientCount }, (_, index) => startClient(world, fleet, index));
  startTroublemaker(world, fleet);
  const changers = [startCanceller(world), startMover(world)];

  const { tables } = store;
  const isDrained = (): boolean =>
    tables.job.size + tables.delayed.size === 0 &&
    clients.every((client) => client.isDone()) &&
    changers.every((changer) => changer.isDone()) &&
    [...tables.command.values()].every(({ isOver }) => isOver) &&
    fleet.living().every(({ held }) => held.size === 0);
  await time.run({ untilAt: healsAt, isOver: () => violation !== null });
  world.server.isUp = true;
  fleet.heal();
  await time.run({ untilAt: healsAt + DRAIN_LIMIT_MS, isOver: () => violation !== null || isDrained() });
  guard(() => {
    if (!isDrained())
      throw new Violation('I25', `not done ${DRAIN_LIMIT_MS} ms after the last fault: ${describeRest()}`);
    observer.checkEnd(new Map(clients.flatMap((client) => [...client.askedOf])));
  });
  const drainMs = time.now() - healsAt;
  if (violation === null) await sayFarewell(world, fleet, () => violation !== null).catch(fail);

  function describeRest(): string {
    const open = clients.filter((client) => !client.isDone()).length;
    const held = fleet.living().map((host) => `${host.engineId} holds ${host.held.size}`);
    const commands = [...tables.command.values()].filter(({ isOver }) => !isOver).map(({ id }) => id);
    const isDone = changers.every((changer) => changer.isDone());
    const wishes = `who changes jobs ${isDone ? 'is done' : 'waits'}, open commands: ${commands.join(', ') || 'none'}`;
    return `${tables.job.size} wait, ${tables.delayed.size} are delayed, ${open} clients wait, ${held.join(', ')}, ${wishes}`;
  }

  return {
    hash: log.hash(),
    eventCount: time.eventCount(),
    jobCount: observer.jobCount(),
    startCount: observer.startCount(),
    drainMs,
    violation,
    lines: log.lines,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

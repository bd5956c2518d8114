import { monotonicMs, pause } from '../measure/clock.ts';
import { collectStarts, type StartCollector } from '../measure/collect-starts.ts';
import { runOpenLoop } from '../measure/open-loop.ts';
import { makePayload } from '../measure/payload.ts';
import { quantile } from '../measure/quantile.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement } from '../words.ts';
import type { Case } from './case.ts';

const GREEDY = 'greedy';
const OTHERS = Array.from({ length: 10 }, (_, index) => `other-${index}`);
const GREEDY_GROUP = OTHERS.length;
const OTHERS_PER_SECOND = 10;
const QUOTA_CPU_MS = 200;
const BURN_MS = 10;
const FACTOR = 3;
/** The grant lasts so many times as long as a measurement. */
const GRANT_MEASURES = 6;
const BATCH = 500;
const WAITING = 2_000;
const TOP_UP_MS = 100;
/** A rate is taken over so long, so an edge is known to about half of it. */
const WINDOW_MS = 500;

/**
 * A use case with a CPU quota and endless work: what it gets, how soon a burst grant is in force and gone, and what ten
 * others feel of all that.
 */
export const quota: Case = async (run) => {
  const { measureMs, settleMs, warmUpMs } = run.sizes;
  const starts = await collectStarts();
  const useCases = [GREEDY, ...OTHERS];
  const system = await run.open({ useCases, urgent: OTHERS, handler: 'burn-and-record', aim: 'delay' });
  try {
    await system.startWorkers();
    await watchOthers(system, starts, warmUpMs);
    const alone = await watchOthers(system, starts, measureMs);
    await system.setCpuQuota?.(GREEDY, QUOTA_CPU_MS);
    const flood = startFlood(system, starts.port);
    await pause(settleMs);
    const heldCpu = measureCpu(system, measureMs);
    const held = await watchOthers(system, starts, measureMs);
    const grantMs = measureMs * GRANT_MEASURES;
    const asked = monotonicMs();
    const endsAt = asked + ((await system.grantBurst?.(GREEDY, FACTOR, grantMs)) ?? grantMs);
    const grantedCpu = pause(settleMs).then(() => measureCpu(system, grantMs - 2 * settleMs));
    const granted = await watchOthers(system, starts, endsAt - asked + 2 * settleMs);
    await flood.stop();
    return [
      { metric: 'CPU of a quota of 200 CPU ms/s', value: await heldCpu, unit: 'CPU ms/s' },
      { metric: 'CPU while a grant triples it', value: await grantedCpu, unit: 'CPU ms/s' },
      ...edges(granted.startsAt, asked, endsAt),
      { metric: 'others p99 alone', value: alone.p99, unit: 'ms' },
      { metric: 'others p99 beside it', value: held.p99, unit: 'ms' },
      { metric: 'others p99 during the grant', value: granted.p99, unit: 'ms' },
    ] satisfies Measurement[];
  } finally {
    await system.close();
    await starts.close();
  }
};

interface Watched {
  /** p99 of the others' delay. */
  readonly p99: number;
  /** When jobs of the greedy one started. */
  readonly startsAt: readonly number[];
}

async function watchOthers(system: OpenSystem, starts: StartCollector, forMs: number): Promise<Watched> {
  starts.take();
  let next = 0;
  await runOpenLoop({
    perSecond: OTHERS_PER_SECOND * OTHERS.length,
    forMs,
    send: (dueMs) => {
      const group = next++ % OTHERS.length;
      return system.submitOne(OTHERS[group] ?? '', makePayload({ dueMs, port: starts.port, group, burnMs: 0 }));
    },
  });
  await pause(TOP_UP_MS);
  const taken = starts.take();
  const startsAt = (taken.get(GREEDY_GROUP) ?? []).toSorted((a, b) => a - b);
  taken.delete(GREEDY_GROUP);
  return { startsAt, p99: quantile([...taken.values()].flat(), 0.99) };
}

/** Keeps jobs waiting until it is stopped. `dueMs` 0: they tell the instant at which they start. */
function startFlood(system: OpenSystem, port: number): { stop(): Promise<void> } {
  let isOver = false;
  const payloads = Array.from({ length: BATCH }, () =>
    makePayload({ dueMs: 0, port, group: GREEDY_GROUP, burnMs: BURN_MS }),
  );
  const running = (async () => {
    for (; !isOver; await pause(TOP_UP_MS))
      while ((await system.unsettledCount()) < WAITING) await system.submitMany(GREEDY, payloads);
  })();
  return {
    stop: async () => {
      isOver = true;
      await running;
    },
  };
}

/** What the use case is accounted for, per second; jobs tell it as they end. */
async function measureCpu(system: OpenSystem, forMs: number): Promise<number> {
  const used = async () => ({ at: monotonicMs(), cpuMs: (await system.usedCpuMs?.(GREEDY)) ?? 0 });
  const before = await used();
  await pause(Math.max(100, forMs));
  const after = await used();
  return ((after.cpuMs - before.cpuMs) * 1_000) / (after.at - before.at);
}

/** How long after its call, and after its end, the rate is that of a grant: midway between the two rates counts. */
function edges(startsAt: readonly number[], asked: number, endsAt: number): Measurement[] {
  const midway = (QUOTA_CPU_MS * (1 + FACTOR) * WINDOW_MS) / (2 * BURN_MS * 1_000);
  const isLifted = (index: number) =>
    (startsAt[index + Math.ceil(midway)] ?? Number.POSITIVE_INFINITY) <= (startsAt[index] ?? 0) + WINDOW_MS;
  const lifted = startsAt.filter((at, index) => at >= asked && isLifted(index));
  const first = lifted[0] ?? Number.NaN;
  const last = lifted.at(-1) ?? Number.NaN;
  return [
    { metric: 'grant in force after', value: first - asked, unit: 'ms' },
    { metric: 'grant gone after its end', value: Math.max(0, last - endsAt), unit: 'ms' },
  ];
}

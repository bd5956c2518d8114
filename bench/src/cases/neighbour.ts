import { pause } from '../measure/clock.ts';
import { collectStarts, type StartCollector } from '../measure/collect-starts.ts';
import { runOpenLoop } from '../measure/open-loop.ts';
import { makePayload } from '../measure/payload.ts';
import { quantile } from '../measure/quantile.ts';
import type { OpenSystem } from '../systems/system.ts';
import type { Measurement } from '../words.ts';
import type { Case } from './case.ts';

const FLOOD = 'flood';
const OTHERS = Array.from({ length: 10 }, (_, index) => `other-${index}`);
const OTHERS_PER_SECOND = 10;
const SLEEP_MS = 50;
/** Slow jobs that wait at any moment, at least. */
const FLOOD_WAITING = 2_000;
const FLOOD_BATCH = 1_000;
const TOP_UP_MS = 100;
const LAST_STARTS_MS = 30_000;

/** Ten use cases with a few quick jobs each: how long these wait to start, alone and beside one that floods with slow jobs. */
export const neighbour: Case = async (run) => {
  const starts = await collectStarts();
  const system = await run.open({
    useCases: [FLOOD, ...OTHERS],
    urgent: OTHERS,
    handler: 'sleep-or-record',
    aim: 'delay',
    isWaiting: true,
  });
  try {
    await system.startWorkers();
    await measureOthers(system, starts, run.sizes.warmUpMs);
    const alone = await measureOthers(system, starts, run.sizes.measureMs);
    const flood = startFlood(system);
    await flood.isWaiting;
    const beside = await measureOthers(system, starts, run.sizes.measureMs);
    await flood.stop();
    return [
      { metric: 'p99 alone', value: alone, unit: 'ms' },
      { metric: 'p99 beside a flood', value: beside, unit: 'ms' },
    ] satisfies Measurement[];
  } finally {
    await system.close();
    await starts.close();
  }
};

/** p99 of the others' delay, all ten together. */
async function measureOthers(system: OpenSystem, starts: StartCollector, forMs: number): Promise<number> {
  starts.take();
  let next = 0;
  const sent = await runOpenLoop({
    perSecond: OTHERS_PER_SECOND * OTHERS.length,
    forMs,
    send: (dueMs) => {
      const group = next++ % OTHERS.length;
      return system.submitOne(OTHERS[group] ?? '', makePayload({ dueMs, port: starts.port, group }));
    },
  });
  for (let waitedMs = 0; starts.count() < sent; waitedMs += TOP_UP_MS) {
    if (waitedMs > LAST_STARTS_MS) throw new Error(`${starts.count()} starts were seen of ${sent} jobs`);
    await pause(TOP_UP_MS);
  }
  return quantile([...starts.take().values()].flat(), 0.99);
}

/** Keeps slow jobs waiting until it is stopped. */
function startFlood(system: OpenSystem): { isWaiting: Promise<void>; stop(): Promise<void> } {
  let isOver = false;
  const payloads = Array.from({ length: FLOOD_BATCH }, () => makePayload({ sleepMs: SLEEP_MS }));
  const topUp = async (): Promise<void> => {
    while ((await system.unsettledCount()) < FLOOD_WAITING) await system.submitMany(FLOOD, payloads);
  };
  const isWaiting = topUp();
  const running = isWaiting.then(async () => {
    while (!isOver) {
      await pause(TOP_UP_MS);
      await topUp();
    }
  });
  return {
    isWaiting,
    stop: async () => {
      isOver = true;
      await running;
    },
  };
}

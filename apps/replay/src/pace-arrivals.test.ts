import type { Arrival } from '@leeway/trace/plan-arrivals';
import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { countLeft, createLane, type PaceOptions, paceArrivals } from './pace-arrivals.ts';

const arrivalsAt = (...instants: number[]): Arrival[] => instants.map((atMs) => ({ atMs, cpuMs: atMs, memoryMb: 1 }));

function createScene(arrivals: Record<string, Arrival[]>, more: Partial<PaceOptions> = {}) {
  let now = 1_000;
  const clock: Clock = {
    now: () => now,
    random: () => 0,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const stop = new AbortController();
  const sent: { useCase: string; count: number; at: number }[] = [];
  const lanes = Object.entries(arrivals).map(([useCase, list]) => createLane(useCase, list.values()));
  const options: PaceOptions = {
    ...{ lanes, fromMs: 0, toMs: 60_000, speed: 60, tickMs: 250, clock, stop: stop.signal },
    send: async ({ useCase, jobs }) => {
      sent.push({ useCase, count: jobs.length, at: now - 1_000 });
    },
    ...more,
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { options, sent, stop, lanes, pass };
}

describe('paceArrivals', () => {
  it('sends each use case one batch per tick, never before its recorded moment', async () => {
    const { options, sent } = createScene({ a: arrivalsAt(0, 14_999, 15_000), b: arrivalsAt(59_999) });
    await paceArrivals(options);
    expect(sent).toEqual([
      { useCase: 'a', count: 2, at: 250 },
      { useCase: 'a', count: 1, at: 500 },
      { useCase: 'b', count: 1, at: 1_000 },
    ]);
  });

  it('splits what one request cannot hold, other use cases first', async () => {
    const { options, sent } = createScene({ a: arrivalsAt(...new Array<number>(2_500).fill(0)), b: arrivalsAt(1) });
    await paceArrivals(options);
    expect(sent.map(({ useCase, count }) => [useCase, count])).toEqual([
      ['a', 1_000],
      ['b', 1],
      ['a', 1_000],
      ['a', 500],
    ]);
  });

  it('falls behind a slow tier and catches up without leaving anything out', async () => {
    const scene = createScene({ a: arrivalsAt(...Array.from({ length: 60 }, (_, second) => second * 1_000)) });
    let held = false;
    let count = 0;
    await paceArrivals({
      ...scene.options,
      send: async ({ jobs }) => {
        count += jobs.length;
        if (!held) scene.pass(5_000);
        held = true;
      },
    });
    expect(count).toBe(60);
  });

  it('stops in the middle and knows what is left', async () => {
    const { options, stop, lanes } = createScene({ a: arrivalsAt(0, 20_000, 40_000) });
    await paceArrivals({ ...options, send: async () => stop.abort() });
    expect(countLeft(lanes)).toBe(2);
  });

  it('begins in the middle of the day', async () => {
    const { options, sent } = createScene({ a: arrivalsAt(600_000, 630_000) }, { fromMs: 600_000, toMs: 660_000 });
    await paceArrivals(options);
    expect(sent.map(({ at }) => at)).toEqual([250, 750]);
  });
});

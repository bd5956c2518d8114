import { expect, it } from 'vitest';
import { monotonicMs } from './clock.ts';
import { runOpenLoop } from './open-loop.ts';

it('keeps its schedule while answers are slow, so that a stall counts against all that was due in it', async () => {
  const dues: number[] = [];
  const lateness: number[] = [];
  const sent = await runOpenLoop({
    perSecond: 200,
    forMs: 500,
    send: async (dueMs) => {
      dues.push(dueMs);
      lateness.push(monotonicMs() - dueMs);
      if (dues.length === 10) for (const end = monotonicMs() + 200; monotonicMs() < end; );
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
  });
  expect(sent).toBe(100);
  const gaps = dues.slice(1).map((due, index) => due - (dues[index] ?? 0));
  for (const gap of gaps) expect(gap).toBeCloseTo(5, 3);
  // What was due in the stall was sent after it, and is seen to be late.
  expect(lateness[10]).toBeGreaterThan(150);
  expect(lateness[30]).toBeGreaterThan(50);
  expect(Math.min(...lateness)).toBeGreaterThanOrEqual(0);
});

it('fails where one could not be sent', async () => {
  const send = async () => {
    throw new Error('refused');
  };
  await expect(runOpenLoop({ perSecond: 100, forMs: 50, send })).rejects.toThrow('refused');
});

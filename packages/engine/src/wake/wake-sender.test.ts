import { expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createWakeSender } from './wake-sender.ts';

it('sends at once, then at most every 50 ms, and forgets nobody', async () => {
  let now = 0;
  const timers: { at: number; call: () => void }[] = [];
  const sentAt: number[] = [];
  const clock = {
    ...systemClock,
    elapsed: () => now,
    after: (delayMs: number, call: () => void) => {
      timers.push({ at: now + delayMs, call });
      return () => timers.splice(0);
    },
  };
  const sender = createWakeSender({ send: async () => void sentAt.push(now), clock, log: createLog('test', 'silent') });
  for (now = 0; now < 200; now += 1) {
    if (now < 120) sender.wake();
    for (const timer of timers.splice(0)) timer.at <= now ? timer.call() : timers.push(timer);
  }
  expect(sentAt).toEqual([0, 50, 100, 150]);
});

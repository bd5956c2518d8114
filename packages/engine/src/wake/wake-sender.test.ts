import { encodeJobKey } from '@leeway/domain/job-id';
import { expect, it } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { readNews } from './queue-news.ts';
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

it('says which queues got jobs, those of many calls together', async () => {
  const told: (readonly string[])[] = [];
  const at = (useCaseNo: number, deadlineAt: number) => encodeJobKey({ shard: 1, useCaseNo, deadlineAt, tie: 0 });
  const calls: (() => void)[] = [];
  const sender = createWakeSender({
    send: async (payloads) => void told.push(payloads),
    clock: {
      ...systemClock,
      after: (_delayMs, call) => {
        calls.push(call);
        return () => undefined;
      },
    },
    log: createLog('test', 'silent'),
  });
  sender.wake([at(1, 30), at(2, 20)]);
  sender.wake([at(1, 10)]);
  for (const call of calls.splice(0)) call();
  sender.wake([at(3, 5)]);
  sender.wake();
  for (const call of calls.splice(0)) call();
  expect(told.map((payloads) => payloads.map(readNews))).toEqual([[[at(1, 10), at(2, 20)]], [null]]);
});

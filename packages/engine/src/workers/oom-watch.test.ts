import { expect, it } from 'vitest';
import { createOomWatch } from './oom-watch.ts';

const LOOKS_A_SECOND = 40;

function watchWith(count: number | null) {
  const kernel = { count };
  const watch = createOomWatch(() => kernel.count);
  const pass = (seconds: number) => {
    for (let look = 0; look < seconds * LOOKS_A_SECOND; look++) watch.look(look === 0 ? 200 : 0);
  };
  return { kernel, watch, pass };
}

it('takes a process for one that the kernel ended where it has just ended one, with what it took last', () => {
  const { kernel, watch, pass } = watchWith(7);
  pass(10);
  kernel.count = 8;
  expect(watch.endedAtMb()).toBe(200);
  pass(1);
  expect(watch.endedAtMb()).toBe(200);
});

it('does not where it has ended none, or one long ago, or does not count', () => {
  const { kernel, watch, pass } = watchWith(7);
  pass(1);
  expect(watch.endedAtMb()).toBeNull();
  kernel.count = 8;
  pass(2);
  expect(watch.endedAtMb()).toBeNull();
  expect(watchWith(null).watch.endedAtMb()).toBeNull();
});

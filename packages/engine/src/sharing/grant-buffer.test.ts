import { expect, it } from 'vitest';
import { GrantBuffer } from './grant-buffer.ts';

const wait = (useCaseNo: number, slotMs: number, heldUpMs: number) => ({ useCaseNo, slotMs, heldUpMs });
const sample = (grantId: string, waits: ReturnType<typeof wait>[] = []) => ({
  ...{ grantId, useCaseNo: 7, cpuMs: 100, jobMs: 20, slotMs: 300, waits },
});

it('adds up by grant and by who waited, and hands over each figure once', () => {
  const buffer = new GrantBuffer();
  buffer.add(sample('b', [wait(1, 50, 5)]), 2_000);
  buffer.add(sample('b', [wait(1, 25, 5), wait(2, 10, 1)]), 1_000);
  buffer.addSubmits('a', 9, { count: 4, at: 3_000 });
  buffer.addSubmits('a', 9, { count: -1, at: 4_000 });
  const [a, b, ...none] = buffer.take();
  expect(none).toEqual([]);
  expect(a).toMatchObject({ grantId: 'a', cpuMs: 0, submittedCount: 3, firstAt: 3_000, lastAt: 4_000 });
  expect(b).toMatchObject({ cpuMs: 200, jobMs: 40, slotMs: 600, submittedCount: 0, firstAt: 1_000, lastAt: 2_000 });
  expect([...(b?.waits.values() ?? [])]).toEqual([wait(1, 75, 10), wait(2, 10, 1)]);
  expect(buffer.take()).toEqual([]);
});

it('takes back what could not be written, and adds to it', () => {
  const buffer = new GrantBuffer();
  buffer.add(sample('a', [wait(1, 50, 5)]), 1_000);
  buffer.addSubmits('a', 7, { count: 4, at: 2_000 });
  const before = buffer.take();
  buffer.add(sample('a', [wait(1, 50, 5)]), 9_000);
  buffer.putBack(before);
  const [all] = buffer.take();
  expect(all).toMatchObject({ cpuMs: 200, slotMs: 600, submittedCount: 4, firstAt: 1_000, lastAt: 9_000 });
  expect([...(all?.waits.values() ?? [])]).toEqual([wait(1, 100, 10)]);
});

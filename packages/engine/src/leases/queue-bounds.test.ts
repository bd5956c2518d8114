import { encodeJobKey, type JobKey } from '@leeway/domain/job-id';
import { expect, it } from 'vitest';
import { QueueBounds } from './queue-bounds.ts';

const QUEUE = { shard: 3, useCaseNo: 7 };
const keyAt = (deadlineAt: number): JobKey => encodeJobKey({ ...QUEUE, deadlineAt, tie: 5 });

it('begins a look where the last one found the first free job, and never goes back by itself', () => {
  const bounds = new QueueBounds();
  expect(bounds.look(QUEUE).low).toBe(encodeJobKey({ ...QUEUE, deadlineAt: 0, tie: 0 }));
  bounds.advance(bounds.look(QUEUE), keyAt(100));
  bounds.advance(bounds.look(QUEUE), keyAt(50));
  expect(bounds.look(QUEUE).low).toBe(keyAt(100));
  expect(bounds.look({ ...QUEUE, shard: 4 }).low < keyAt(0)).toBe(false);
});

it('goes back for a job below it, and not forward by a look that began before', () => {
  const bounds = new QueueBounds();
  bounds.advance(bounds.look(QUEUE), keyAt(100));
  const look = bounds.look(QUEUE);
  bounds.takeBack(keyAt(20));
  expect(bounds.isTakenBackSince(look)).toBe(true);
  bounds.advance(look, keyAt(200));
  expect(bounds.look(QUEUE).low).toBe(keyAt(20));
  bounds.advance(bounds.look(QUEUE), keyAt(200));
  expect(bounds.look(QUEUE).low).toBe(keyAt(200));
});

it('does not let a look pass a job that came while it was under way, even above the bound', () => {
  const bounds = new QueueBounds();
  const look = bounds.look(QUEUE);
  bounds.takeBack(keyAt(20));
  bounds.advance(look, keyAt(200));
  expect(bounds.look(QUEUE).low < keyAt(20)).toBe(true);
});

it('advances to a deadline, and looks at all of a queue all the same', () => {
  const bounds = new QueueBounds();
  bounds.advanceToDeadline(bounds.look(QUEUE), 1_000);
  expect(bounds.look(QUEUE).low).toBe(encodeJobKey({ ...QUEUE, deadlineAt: 1_000, tie: 0 }));
  expect(bounds.lookAtAll(QUEUE).low).toBe(encodeJobKey({ ...QUEUE, deadlineAt: 0, tie: 0 }));
});

import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { QueueWindows } from './queue-windows.ts';

const queue = { shard: 3, useCaseNo: 9 };
const of = (concurrencyKey?: string) => ({ ...queue, concurrencyKey });
const keyAt = (deadlineAt: number) => encodeJobKey({ ...queue, deadlineAt, tie: 1 });

function windowsWith(counts: Readonly<Record<string, number>>) {
  const windows = new QueueWindows();
  const main = windows.open(queue, false);
  main.cursor = keyAt(100);
  for (const [key, count] of Object.entries(counts))
    for (let index = 0; index < count; index++) windows.count(main, of(key), 1);
  return { windows, main };
}

describe('QueueWindows', () => {
  it('moves what is in memory of a key to its own window, which goes on where the queue is', () => {
    const { windows, main } = windowsWith({ flood: 30, other: 2 });
    const lane = windows.split(main, 'flood');
    expect(lane).toMatchObject({ laneKey: 'flood', cursor: main.cursor, readyCount: 30, isExhausted: false });
    expect(main.readyCount).toBe(2);
    expect(windows.find(of('flood'))).toBe(lane);
    expect([windows.find(of('other')), windows.find(of()), windows.find(of(''))]).toEqual([main, main, main]);
    expect(windows.size).toBe(2);
  });

  it('gives no window to a key of which nothing is here, nor a second one', () => {
    const { windows, main } = windowsWith({ flood: 1 });
    expect(windows.split(main, 'other')).toBeUndefined();
    windows.split(main, 'flood');
    expect(windows.split(main, 'flood')).toBeUndefined();
  });

  it('brings a lane back to the others with what it holds', () => {
    const { windows, main } = windowsWith({ flood: 3 });
    const lane = windows.split(main, 'flood');
    if (lane === undefined) throw new Error('not split');
    windows.count(lane, of('flood'), -1);
    windows.merge(lane);
    expect(main).toMatchObject({ readyCount: 2, lanes: undefined });
    expect(windows.find(of('flood'))).toBe(main);
    expect([windows.has(lane), windows.size]).toEqual([false, 1]);
    expect(windows.split(main, 'flood')?.readyCount).toBe(2);
  });

  it('forgets the lanes of a shard with it, and has room for others again', () => {
    const { windows, main } = windowsWith({ flood: 1, other: 1 });
    windows.split(main, 'flood');
    windows.split(main, 'other');
    windows.deleteShard(queue.shard);
    expect([windows.size, windows.find(of('flood')), [...windows.all()]]).toEqual([0, undefined, []]);
  });
});

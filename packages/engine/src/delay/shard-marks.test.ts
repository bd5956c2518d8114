import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { MovedJob } from '../queue/move-due-jobs.ts';
import { CALM_ROWS, createShardMarks } from './shard-marks.ts';

const jobs = (shard: number, count: number, dueAt: number): MovedJob[] =>
  Array.from({ length: count }, (_, tie) => ({
    key: encodeJobKey({ shard, useCaseNo: 1, deadlineAt: dueAt, tie }),
    dueAt,
    job: null,
  }));

describe('the marks of shards', () => {
  it('look at a new shard from its beginning, and then from two seconds before what was moved', () => {
    const marks = createShardMarks();
    marks.keepOnly([3, 4]);
    expect(marks.calm()).toEqual([
      { shard: 3, fromAt: 0 },
      { shard: 4, fromAt: 0 },
    ]);
    marks.moved(marks.calm(), jobs(3, 2, 50_000), false);
    expect(marks.calm()).toContainEqual({ shard: 3, fromAt: 48_000 });
    marks.nothingDueAt(60_000);
    expect(marks.calm()).toEqual([
      { shard: 3, fromAt: 58_000 },
      { shard: 4, fromAt: 58_000 },
    ]);
    marks.nothingDueAt(55_000);
    expect(marks.calm()).toContainEqual({ shard: 3, fromAt: 58_000 });
  });

  it('call a shard crowded while moves of it come back full', () => {
    const marks = createShardMarks();
    marks.keepOnly([3, 4]);
    marks.moved(marks.calm(), [...jobs(3, CALM_ROWS, 50_000), ...jobs(4, CALM_ROWS - 1, 50_000)], false);
    expect(marks.crowded().map(({ shard }) => shard)).toEqual([3]);
    expect(marks.calm().map(({ shard }) => shard)).toEqual([4]);
    marks.moved(marks.crowded(), jobs(3, 50, 90_000), true);
    expect(marks.crowded()).toEqual([{ shard: 3, fromAt: 48_000 }]);
    marks.nothingDueAt(99_000);
    expect(marks.crowded()).toEqual([{ shard: 3, fromAt: 48_000 }]);
    marks.moved(marks.crowded(), jobs(3, 49, 95_000), true);
    expect(marks.crowded()).toEqual([]);
  });

  it('forget a shard that is owned no more, and floors when told to', () => {
    const marks = createShardMarks();
    marks.keepOnly([3]);
    marks.moved(marks.calm(), jobs(3, CALM_ROWS, 50_000), false);
    marks.forgetFloors();
    expect(marks.crowded()).toEqual([{ shard: 3, fromAt: 0 }]);
    marks.keepOnly([]);
    marks.keepOnly([3]);
    expect(marks.calm()).toEqual([{ shard: 3, fromAt: 0 }]);
  });
});

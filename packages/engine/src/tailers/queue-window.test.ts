import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { createWindow, decideWindowRows, judgeArrival, rewindBefore } from './queue-window.ts';

const ref = { shard: 3, useCaseNo: 9 };
const keyAt = (deadlineAt: number) => encodeJobKey({ ...ref, deadlineAt, tie: 1 });

describe('decideWindowRows', () => {
  it.each([
    [1, 100, 2_000],
    [100, 100, 1_000],
    [10_000, 100, 20],
    [1, 2 ** 18, 20],
  ])('%i active queues with payloads of %i bytes: %i rows', (activeCount, meanBytes, rows) => {
    expect(decideWindowRows(activeCount, meanBytes)).toBe(rows);
  });
});

describe('judgeArrival', () => {
  it('takes everything where the store holds nothing more', () => {
    expect(judgeArrival(createWindow(ref, true), keyAt(5), 100)).toBe('take');
  });

  it('leaves what the cursor will reach, takes what belongs before it', () => {
    const window = { ...createWindow(ref, false), cursor: keyAt(10) };
    expect([judgeArrival(window, keyAt(11), 100), judgeArrival(window, keyAt(9), 100)]).toEqual(['leave', 'take']);
  });

  it('rewinds where memory is full', () => {
    const window = { ...createWindow(ref, true), readyCount: 200 };
    expect(judgeArrival(window, keyAt(9), 100)).toBe('rewind');
  });
});

describe('rewindBefore', () => {
  it('makes the next read bring the key, and never moves the cursor forward', () => {
    const window = { ...createWindow(ref, false), cursor: keyAt(10) };
    rewindBefore(window, keyAt(4));
    expect(window.cursor < keyAt(4)).toBe(true);
    expect(window.cursor > keyAt(3)).toBe(true);
    const lower = window.cursor;
    rewindBefore(window, keyAt(8));
    expect(window.cursor).toBe(lower);
  });

  it('opens an exhausted window at the key', () => {
    const window = createWindow(ref, true);
    rewindBefore(window, keyAt(7));
    expect(window).toMatchObject({ isExhausted: false });
    expect(window.cursor > keyAt(6)).toBe(true);
  });
});

import { DAY_MS } from '@leeway/domain/units';
import { describe, expect, it } from 'vitest';
import { firstEntry, prepareDeadline } from './prepare-deadline.ts';

const NOW = 1_000_000;
const job = { availableAt: NOW - 10_000, deadlineAt: NOW + 60_000 };
const entry = { mode: 'fromNow', durationMs: 5_000, localTime: '' } as const;

describe('prepareDeadline', () => {
  it('counts from now, and says what it does to the order', () => {
    expect(prepareDeadline(entry, job, NOW)).toMatchObject({ deadlineAt: NOW + 5_000, error: null });
    expect(prepareDeadline(entry, job, NOW).effect).toMatch(/^55 s earlier than now: it overtakes/);
    expect(prepareDeadline({ ...entry, durationMs: 90_000 }, job, NOW).effect).toMatch(/^30 s later than now/);
    expect(prepareDeadline({ ...entry, durationMs: 60_000 }, job, NOW).effect).toBe('That is the deadline it has.');
  });

  it('counts from the earliest start, also where it is ahead', () => {
    const ahead = { availableAt: NOW + 3_600_000, deadlineAt: NOW + 7_200_000 };
    expect(firstEntry(ahead, NOW).mode).toBe('afterStart');
    expect(firstEntry(job, NOW).mode).toBe('fromNow');
    expect(prepareDeadline({ ...entry, mode: 'afterStart' }, ahead, NOW).deadlineAt).toBe(ahead.availableAt + 5_000);
  });

  it.each([
    [{ ...entry, durationMs: Number.NaN }, 'Enter a number'],
    [{ ...entry, durationMs: -1 }, 'Enter a number'],
    [{ ...entry, mode: 'at' as const }, 'Enter a date'],
    [{ ...entry, mode: 'at' as const, localTime: '1970-01-01T00:00' }, 'before the earliest start'],
    [{ ...entry, mode: 'afterStart' as const, durationMs: 30 * DAY_MS + 1 }, 'At most 30 d'],
  ])('%#: refuses %j', (given, error) => {
    const late = { ...job, availableAt: NOW + 2 * DAY_MS };
    expect(prepareDeadline(given, late, NOW)).toMatchObject({
      deadlineAt: null,
      error: expect.stringContaining(error),
    });
  });
});

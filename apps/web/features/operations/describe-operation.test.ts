import type { OperationView } from '@leeway/domain/job-operation';
import { describe, expect, it } from 'vitest';
import { filterText, isCurrent, previewText, progressText, shareOf } from './describe-operation.ts';
import { type TargetEntry, toTarget } from './target-entry.ts';

const operation = (more: Partial<OperationView> = {}): OperationView => ({
  id: 'op_1',
  kind: 'cancel',
  useCase: 'mail',
  state: 'running',
  filter: {},
  totalCount: 3_000,
  doneCount: 1_200,
  skippedCount: 0,
  askedBy: 'Ada',
  reason: 'sent twice',
  askedAt: 0,
  startedAt: 0,
  endedAt: null,
  stoppedBy: null,
  ...more,
});

describe('progress of a bulk change', () => {
  it.each([
    [operation(), '1,200 of 3,000 cancelled (40 %)', 0.4],
    [operation({ skippedCount: 2, doneCount: 2_998 }), '2,998 of 3,000 cancelled (100 %), 2 running, left alone', 1],
    [operation({ totalCount: null, doneCount: 0 }), '0 cancelled; they are being counted', null],
    [operation({ state: 'done', doneCount: 2_990 }), '2,990 of 3,000 cancelled', 1],
    [operation({ state: 'stopped', totalCount: null, doneCount: 7 }), '7 cancelled', null],
    [operation({ totalCount: 0, doneCount: 0 }), '0 of 0 cancelled (100 %)', 1],
  ])('%#', (given, text, share) => {
    expect([progressText(given), shareOf(given)]).toEqual([text, share]);
  });

  it('stays where it was for a while when it is over', () => {
    expect(isCurrent(operation(), 0)).toBe(true);
    const ended = operation({ state: 'done', endedAt: 1_000_000 });
    expect([1_059_000, 1_061_000].map((now) => isCurrent(ended, now))).toEqual([true, false]);
  });

  it('names what it was narrowed down to', () => {
    expect(filterText({})).toBe('all that there were');
    expect(filterText({ states: ['waiting'], deadlineTo: 0 })).toBe(
      'Which jobs: waiting · Deadline until: 1970-01-01T00:00:00.000Z',
    );
  });

  it.each([
    [{ count: 0, isMore: false }, 'No job matches now'],
    [{ count: 1, isMore: false }, '1 job matches now'],
    [{ count: 100_000, isMore: true }, 'More than 100,000 jobs match now'],
  ])('%j', (preview, text) => expect(previewText(preview)).toBe(text));
});

describe('toTarget', () => {
  const entry: TargetEntry = { kind: 'cancel', states: 'both', failureCode: 'any', text: '', times: {} };

  it('asks for all where nothing is entered, and only for what its kind knows', () => {
    expect(toTarget(entry)).toEqual({ kind: 'cancel', filter: {} });
    expect(toTarget({ ...entry, kind: 'redrive', states: 'waiting' })).toEqual({ kind: 'redrive', filter: {} });
    const times = { diedFrom: '2026-01-31T03:00', submittedFrom: '2026-01-31T04:00' };
    expect(toTarget({ ...entry, times })?.filter).toEqual({
      submittedFrom: new Date('2026-01-31T04:00').toISOString(),
    });
  });

  it('narrows down to what is entered', () => {
    expect(toTarget({ ...entry, states: 'delayed' })?.filter).toEqual({ states: ['delayed'] });
    expect(toTarget({ ...entry, kind: 'redrive', failureCode: 'TIMEOUT', text: 'card' })?.filter).toEqual({
      failureCode: 'TIMEOUT',
      text: 'card',
    });
  });

  it('asks for nothing while an instant cannot be read', () => {
    expect(toTarget({ ...entry, times: { deadlineTo: 'soon' } })).toBeNull();
  });
});

import type { JobView } from '@leeway/domain/views';
import { describe, expect, it } from 'vitest';
import { decideLateness, prepareTimeline } from './prepare-timeline.ts';

const job = (more: Partial<JobView> = {}): JobView => ({
  id: 'job_x',
  useCase: 'send-receipt',
  runtime: 'process',
  state: 'done',
  attempt: 1,
  maxAttempts: 5,
  submittedAt: 1_000,
  availableAt: 1_000,
  deadlineAt: 6_000,
  concurrencyKey: null,
  dueAt: null,
  leaseExpiresAt: null,
  leaseHolder: null,
  startedAt: 1_400,
  endedAt: 1_900,
  delayMs: 400,
  runMs: 500,
  cpuMs: 20,
  failure: null,
  note: null,
  ...more,
});

describe('decideLateness', () => {
  it.each([
    [job(), 'Started on time, 4.6 s before its deadline', false],
    [job({ startedAt: 7_000 }), 'Started 1 s after its deadline', true],
    [job({ state: 'waiting', startedAt: null }), 'Has not started; on time for another 4 s', false],
    [job({ state: 'waiting', startedAt: null, deadlineAt: 1_500 }), 'Has not started, 500 ms after its deadline', true],
    [job({ startedAt: null }), 'When it started was not kept', false],
    [job({ state: 'cancelled', startedAt: null }), 'Was cancelled before it started', false],
  ])('%#: %s', (given, text, isLate) => {
    expect(decideLateness(given, 2_000)).toEqual({ text, isLate });
  });
});

describe('prepareTimeline', () => {
  it('puts the instants in their order, the late start after the deadline', () => {
    const keys = prepareTimeline(job({ startedAt: 7_000, endedAt: 7_500 })).map((mark) => mark.key);
    expect(keys).toEqual(['submitted', 'available', 'deadline', 'started', 'ended']);
  });
  it('leaves out what has not happened', () => {
    const keys = prepareTimeline(job({ startedAt: null, endedAt: null })).map((mark) => mark.key);
    expect(keys).toEqual(['submitted', 'available', 'deadline']);
  });
  it('puts the submission first although the start was free a moment earlier', () => {
    const keys = prepareTimeline(job({ submittedAt: 1_003 })).map((mark) => mark.key);
    expect(keys.slice(0, 2)).toEqual(['submitted', 'available']);
  });
  it('tells of an earliest start that lay long before the submission', () => {
    const keys = prepareTimeline(job({ submittedAt: 61_000 })).map((mark) => mark.key);
    expect(keys[0]).toBe('available');
  });
  it('names the API key that holds the job', () => {
    const held = job({ state: 'leased', endedAt: null, leaseExpiresAt: 31_400, leaseHolder: 'render farm' });
    expect(prepareTimeline(held).at(-1)?.note).toBe('unless API key “render farm” extends it');
  });
  it('says how far ahead it was submitted', () => {
    expect(prepareTimeline(job({ availableAt: 61_000, deadlineAt: 70_000 }))[1]?.label).toBe('Started');
    expect(prepareTimeline(job({ availableAt: 61_000, startedAt: null, endedAt: null }))[2]?.note).toBe('1 min later');
  });
});

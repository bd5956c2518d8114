import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { JobCancels } from './job-cancels.ts';
import { JobContext } from './run-job.ts';

const contextWith = (timeoutMs = 60_000) =>
  new JobContext({
    bundle: {
      no: 1,
      useCase: 'receipts',
      handler: 'noop',
      timeoutMs,
      keys: [encodeJobKey({ shard: 0, useCaseNo: 1, deadlineAt: 1, tie: 1 })],
      attempts: [1],
      epochs: [1],
      tokens: [1],
      jobCounts: [1],
      payloads: ['1'],
    },
    row: 0,
    place: 0,
    payload: 1,
  });

describe('a cancel', () => {
  it('of a job whose turn has not come passes it over', () => {
    const cancels = new JobCancels();
    expect(cancels.cancel(1, 'no')).toBe('skipped');
    expect([cancels.begin(contextWith()), cancels.begin(contextWith()), cancels.begin(contextWith())]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('of the job that runs raises its signal, whether it has looked at it before or looks later', () => {
    for (const looksFirst of [true, false]) {
      const cancels = new JobCancels();
      const context = contextWith();
      cancels.begin(context);
      if (looksFirst) expect(context.signal.aborted).toBe(false);
      expect(cancels.cancel(0, 'By Ann')).toBe('signalled');
      expect(context.signal.aborted).toBe(true);
      expect(context.signal.reason).toMatchObject({ name: 'AbortError', message: 'The job was cancelled. By Ann' });
      expect(context.isTimedOut()).toBe(false);
    }
  });

  it('of a job that has ended, or was passed over, finds nothing', () => {
    const cancels = new JobCancels();
    cancels.begin(contextWith());
    cancels.end();
    expect(cancels.cancel(0, 'no')).toBe('ended');
    cancels.begin(contextWith());
    expect(cancels.cancel(0, 'no')).toBe('ended');
    cancels.cancel(2, 'no');
    cancels.begin(contextWith());
    expect(cancels.cancel(2, 'no')).toBe('ended');
  });

  it('is told from a time-out', async () => {
    const context = contextWith(5);
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    expect(context.signal.reason).toMatchObject({ name: 'TimeoutError' });
    expect(context.isTimedOut()).toBe(true);
  });
});

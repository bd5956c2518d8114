import type { JobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import { HeldJobs } from './held-jobs.ts';

const key = 'a' as JobKey;
const job = (attempt: number) => ({ key, attempt, availableAt: 0, submittedAt: 0, jobCount: 1, payload: '' });

describe('HeldJobs', () => {
  it('takes each attempt once', () => {
    const held = new HeldJobs();
    expect([held.hold(job(1)), held.hold(job(1)), held.hold(job(2)), held.hold(job(1))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('does not take back what was settled while a read was under way', async () => {
    const held = new HeldJobs();
    held.hold(job(1));
    let tookBack = true;
    await held.duringRead(
      async () => held.forget(key, 1),
      () => {
        tookBack = held.hold(job(1));
      },
    );
    expect(tookBack).toBe(false);
    expect(held.hold(job(1))).toBe(true);
  });

  it('takes the retry of what was settled meanwhile', async () => {
    const held = new HeldJobs();
    held.hold(job(1));
    await held.duringRead(
      async () => held.forget(key, 1),
      () => expect(held.hold(job(2))).toBe(true),
    );
  });

  it('forgetting an old attempt leaves the new one', () => {
    const held = new HeldJobs();
    held.hold(job(2));
    held.forget(key, 1);
    expect(held.has(key, 2)).toBe(true);
  });

  it('ends a read that failed', async () => {
    const held = new HeldJobs();
    await held
      .duringRead(
        () => Promise.reject(new Error('away')),
        () => undefined,
      )
      .catch(() => undefined);
    held.hold(job(1));
    held.forget(key, 1);
    expect(held.has(key, 1)).toBe(false);
  });
});

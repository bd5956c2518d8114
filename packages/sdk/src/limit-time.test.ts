import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { limitTime } from './limit-time.ts';

const LONG_MS = 60_000;

function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));
}

describe('limitTime', () => {
  it('aborts after its time, and says that it was the time', async () => {
    const limit = limitTime(5, undefined);
    expect(await aborted(limit.signal)).toMatchObject({ name: 'TimeoutError' });
  });

  it('aborts with the caller, for the caller’s reason', async () => {
    const caller = new AbortController();
    const limit = limitTime(LONG_MS, caller.signal);
    const reason = aborted(limit.signal);
    caller.abort('enough');
    expect(await reason).toBe('enough');
    limit.lift();
  });

  it('is aborted from the start where the caller is', () => {
    const limit = limitTime(LONG_MS, AbortSignal.abort('before'));
    expect(limit.signal.reason).toBe('before');
    limit.lift();
  });

  it('leaves nothing behind once it is lifted', () => {
    const caller = new AbortController();
    const timersBefore = countTimers();
    const limits = Array.from({ length: 100 }, () => limitTime(LONG_MS, caller.signal));
    expect(countTimers()).toBe(timersBefore + 100);
    for (const limit of limits) limit.lift();
    expect(countTimers()).toBe(timersBefore);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
    caller.abort('late');
    for (const { signal } of limits) expect(signal.aborted).toBe(false);
  });
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

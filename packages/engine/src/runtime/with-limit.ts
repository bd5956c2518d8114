import type { Clock } from './clock.ts';

/** Resolves when the work has ended, well or not, or the limit has come: what has not ended by then goes on, and nobody waits for it. */
export async function withLimit(work: Promise<unknown>, limitMs: number, clock: Pick<Clock, 'after'>): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    const end = () => {
      cancel();
      resolve();
    };
    work.then(end, end);
  });
}

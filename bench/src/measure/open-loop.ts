import { monotonicMs } from './clock.ts';

export interface OpenLoop {
  readonly perSecond: number;
  readonly forMs: number;
  /** `dueMs`: when this one was due by the schedule, whether or not it could be sent then. */
  readonly send: (dueMs: number) => Promise<void>;
}

/** Sends on a schedule that waits for nobody, so that a stall counts against every job that was due in it. Resolves with the number sent. */
export async function runOpenLoop({ perSecond, forMs, send }: OpenLoop): Promise<number> {
  const count = Math.floor((perSecond * forMs) / 1_000);
  const startMs = monotonicMs() + 5;
  const under = new Set<Promise<void>>();
  let failure: unknown = null;
  for (let index = 0; index < count; ) {
    const dueMs = startMs + (index * 1_000) / perSecond;
    if (dueMs > monotonicMs()) {
      await untilNear(dueMs);
      continue;
    }
    const sent: Promise<void> = send(dueMs)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => under.delete(sent));
    under.add(sent);
    index += 1;
  }
  await Promise.all(under);
  if (failure !== null) throw failure;
  return count;
}

/** A timer, late by up to a millisecond, which counts: turning in a circle instead would take a core from the system under test. */
function untilNear(dueMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(1, dueMs - monotonicMs() - 1)));
}

import type { JobKey } from '@leeway/domain/job-id';
import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { Demand, LeaseDemand } from './lease-demand.ts';
import type { QueueBounds } from './queue-bounds.ts';

const SWEEP_MS = 500;
/** However often one hears that there is something. */
const MIN_GAP_MS = 50;
/** A sweep may take this share of the time: it reads past everything that is leased, or dead and still visible to somebody. */
const SWEEP_SHARE = 0.05;
/** What takes longer is swept alone, so that it does not hold up the others. */
const SLOW_MS = 50;
const IDLE_MS = 60_000;

export interface StragglerSweepOptions {
  readonly store: Pick<ForeignLeaseStore, 'findFree'>;
  readonly bounds: QueueBounds;
  readonly demand: LeaseDemand;
  readonly clock: Clock;
  readonly log: Log;
  /** A free job lies where nobody looked any more. */
  readonly onFound: (key: JobKey) => void;
}

export interface StragglerSweep extends Loop {
  /** Others have put jobs into the store: sweeps as soon as a sweep's share of the time allows. */
  sweepSoon(): void;
  /** Sweeps what is due; returns how many queues had a straggler. */
  runOnce(): Promise<number>;
}

/** Reads the queues that are asked for from their beginnings: finds what other engines put below the bounds kept here. */
export function createStragglerSweep(options: StragglerSweepOptions): StragglerSweep {
  const { bounds, demand, clock } = options;

  const takeDue = (now: number): Demand[] => {
    const due = demand.current(now).filter(({ nextSweepAt }) => nextSweepAt <= now);
    const quick = due.filter(({ costMs }) => costMs <= SLOW_MS);
    return quick.length > 0 ? quick : due.slice(0, 1);
  };

  const runOnce = async (): Promise<number> => {
    const startedAt = clock.elapsed();
    const due = takeDue(startedAt);
    if (due.length === 0) return 0;
    const looks = due.flatMap(({ queues }) => queues.map((queue) => bounds.lookAtAll(queue)));
    const keys = await options.store.findFree(looks);
    const tookMs = clock.elapsed() - startedAt;
    for (const one of due) {
      one.costMs = tookMs;
      one.earliestSweepAt = startedAt + Math.max(MIN_GAP_MS, tookMs / SWEEP_SHARE);
      one.nextSweepAt = Math.max(startedAt + SWEEP_MS, one.earliestSweepAt);
    }
    const found = keys.filter((key, index) => key !== null && key < lowOf(looks[index]));
    for (const key of found) if (key !== null) options.onFound(key);
    return found.length;
  };

  const lowOf = (look: Parameters<QueueBounds['look']>[0] | undefined): string =>
    look === undefined ? '' : bounds.look(look).low;

  const waitMs = (): number => {
    const now = clock.elapsed();
    const next = Math.min(now + IDLE_MS, ...demand.current(now).map(({ nextSweepAt }) => nextSweepAt));
    return Math.max(0, next - now);
  };

  const loop = createLoop({
    name: 'straggler-sweep',
    clock,
    log: options.log,
    runOnce: async () => {
      await runOnce();
      return { waitMs: waitMs() };
    },
  });
  return {
    ...loop,
    runOnce,
    sweepSoon: () => {
      for (const one of demand.current(clock.elapsed()))
        one.nextSweepAt = Math.min(one.nextSweepAt, one.earliestSweepAt);
      loop.wake();
    },
  };
}

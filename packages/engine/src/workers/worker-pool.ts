import type { WorkerSlotView } from '@leeway/domain/views';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { WorkerEvents } from './bundle.ts';
import { WorkerSlot } from './worker-slot.ts';

const WATCH_MS = 25;
/** A second bundle goes behind a running one only where both are expected to be this short. */
const SHORT_MS = 20;

export interface WorkerPoolOptions {
  readonly slotCount: number;
  readonly handlersDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly storeOffsetMs: () => number;
}

export interface WorkerPool extends Loop {
  /** A slot that can take a bundle of this use case now: an idle one, else one whose short work is nearly done. */
  findSlot(useCase: UseCaseEntry, meanRunMs: number | undefined): WorkerSlot | undefined;
  freeSlotCount(): number;
  views(): WorkerSlotView[];
}

/** The worker threads of this process. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const slots = Array.from({ length: options.slotCount }, (_, slot) => new WorkerSlot({ ...options, slot }));

  const idleSlot = (useCase: UseCaseEntry): WorkerSlot | undefined => {
    const idle = slots.filter((slot) => slot.bundleCount === 0);
    return idle.find((slot) => slot.memoryLimitMb === useCase.memoryLimitMb) ?? idle[0];
  };

  const nearlyFree = (slot: WorkerSlot, useCase: UseCaseEntry): boolean =>
    slot.bundleCount === 1 &&
    slot.memoryLimitMb === useCase.memoryLimitMb &&
    (slot.expectedRemainingMs() ?? Number.POSITIVE_INFINITY) <= SHORT_MS;

  const loop = createLoop({
    name: 'worker-watch',
    clock: options.clock,
    log: options.log,
    runOnce: async () => {
      for (const slot of slots) slot.watch();
      return { waitMs: WATCH_MS };
    },
  });

  return {
    ...loop,
    findSlot: (useCase, meanRunMs) => {
      const idle = idleSlot(useCase);
      if (idle !== undefined) return idle;
      if (meanRunMs === undefined || meanRunMs > SHORT_MS) return undefined;
      return slots.find((slot) => nearlyFree(slot, useCase));
    },
    freeSlotCount: () => slots.filter((slot) => slot.bundleCount === 0).length,
    views: () => slots.map((slot) => slot.view()),
    stop: async () => {
      await loop.stop();
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}

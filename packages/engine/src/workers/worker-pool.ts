import type { WorkerSlotView } from '@leeway/domain/views';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { WorkerEvents } from './bundle.ts';
import { WorkerSlot } from './worker-slot.ts';

const WATCH_MS = 25;

export interface WorkerPoolOptions {
  readonly slotCount: number;
  readonly handlersDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly storeOffsetMs: () => number;
}

export interface WorkerPool extends Loop {
  /** A free slot, rather one whose process has this memory limit already. */
  findSlot(useCase: Pick<UseCaseEntry, 'memoryLimitMb'>): WorkerSlot | undefined;
  freeSlotCount(): number;
  views(): WorkerSlotView[];
}

/** The worker processes of this engine. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const slots = Array.from({ length: options.slotCount }, (_, slot) => new WorkerSlot({ ...options, slot }));
  const free = () => slots.filter((slot) => slot.isFree);

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
    findSlot: ({ memoryLimitMb }) => {
      const candidates = free();
      return candidates.find((slot) => slot.memoryLimitMb === memoryLimitMb) ?? candidates[0];
    },
    freeSlotCount: () => free().length,
    views: () => slots.map((slot) => slot.view()),
    stop: async () => {
      await loop.stop();
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}

import type { WorkerSlotView } from '@leeway/domain/views';
import type { Lease } from '../queue/lease.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { Bundle, WorkerEvents } from './bundle.ts';
import type { CancelVerdict } from './protocol.ts';
import type { StartWorkerProcess } from './worker-process-port.ts';
import { WorkerSlot } from './worker-slot.ts';

const WATCH_MS = 25;
/** So many looks late, the process itself stood still, and what the workers said meanwhile is not read yet. */
const STOOD_STILL_LOOKS = 10;

export interface WorkerPoolOptions {
  readonly slotCount: number;
  readonly handlersDir: string;
  readonly startProcess: StartWorkerProcess;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly storeNow: () => number;
  readonly workerNow: () => number;
  /** How often is looked whether a job takes too long, or too much memory. */
  readonly watchMs?: number;
}

export interface WorkerPool extends Loop {
  /** Gives a slot something to do, after what it was given in this turn; `onSlotFreed` tells when it has done all. */
  run(slot: number, bundle: Bundle): void;
  /** Tells the worker that has it that a job is not wanted any more; resolves with what it found. */
  cancel(lease: Lease, place: number, reason: string): Promise<CancelVerdict>;
  views(): WorkerSlotView[];
}

/** The worker processes of this engine. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const slots = Array.from({ length: options.slotCount }, (_, slot) => new WorkerSlot({ ...options, slot }));

  const { watchMs = WATCH_MS } = options;
  let watchedAt = options.clock.elapsed();
  let isSecondLook = false;

  const loop = createLoop({
    name: 'worker-watch',
    clock: options.clock,
    log: options.log,
    runOnce: async () => {
      const now = options.clock.elapsed();
      const stoodStill = now - watchedAt > STOOD_STILL_LOOKS * watchMs;
      watchedAt = now;
      if (!stoodStill || isSecondLook) for (const slot of slots) slot.watch();
      isSecondLook = stoodStill;
      return { waitMs: watchMs };
    },
  });

  return {
    ...loop,
    start: () => {
      loop.start();
      for (const slot of slots.keys()) options.events.onSlotFreed(slot, 0);
    },
    run: (slot, bundle) => slots[slot]?.run(bundle),
    cancel: (lease, place, reason) =>
      slots.find((slot) => slot.has(lease))?.cancel(lease, place, reason) ?? Promise.resolve('ended'),
    views: () => slots.map((slot) => slot.view()),
    stop: async () => {
      await loop.stop();
      await Promise.all(slots.map((slot) => slot.stop()));
    },
  };
}

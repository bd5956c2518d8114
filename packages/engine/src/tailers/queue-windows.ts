import type { QueueRef } from '../queue/queued-job.ts';
import { createWindow, type QueueWindow, windowId } from './queue-window.ts';

/** A queue, or the part of it that a job with this concurrency key belongs to. */
export interface LaneRef extends QueueRef {
  readonly concurrencyKey?: string | undefined;
}

/** Keys with a window of their own in one engine; the jobs of more stand among the others. */
const MAX_LANES = 5_000;

/**
 * The windows of all active queues. A concurrency key that is at its limit gets a window of its own (a lane): what it holds
 * back takes no room from the others, who are read past it.
 */
export class QueueWindows {
  readonly #byQueue = new Map<number, QueueWindow>();
  #laneCount = 0;

  get size(): number {
    return this.#byQueue.size + this.#laneCount;
  }

  /** The window of the queue, that of lanes left aside. */
  mainOf(ref: QueueRef): QueueWindow | undefined {
    return this.#byQueue.get(windowId(ref));
  }

  /** Where a job is counted. */
  find(ref: LaneRef): QueueWindow | undefined {
    const main = this.mainOf(ref);
    return (ref.concurrencyKey ? main?.lanes?.get(ref.concurrencyKey) : undefined) ?? main;
  }

  /** @param isExhausted whether a queue without a window has nothing in the store that is not in memory */
  open(ref: LaneRef, isExhausted: boolean): QueueWindow {
    const found = this.find(ref);
    if (found !== undefined) return found;
    const main = createWindow(ref, isExhausted);
    this.#byQueue.set(windowId(ref), main);
    return main;
  }

  has(window: QueueWindow): boolean {
    const main = this.mainOf(window);
    return (window.laneKey === null ? main : main?.lanes?.get(window.laneKey)) === window;
  }

  *all(): Iterable<QueueWindow> {
    for (const main of this.#byQueue.values()) {
      yield main;
      if (main.lanes !== undefined) yield* main.lanes.values();
    }
  }

  /** A job came into memory, or left it. */
  count(window: QueueWindow, { concurrencyKey }: LaneRef, change: 1 | -1): void {
    window.readyCount += change;
    if (!concurrencyKey || window.laneKey !== null) return;
    window.keyCounts ??= new Map();
    const count = (window.keyCounts.get(concurrencyKey) ?? 0) + change;
    if (count === 0) window.keyCounts.delete(concurrencyKey);
    else window.keyCounts.set(concurrencyKey, count);
  }

  /** Gives a key of a queue a window of its own; undefined where nothing of it is here, or there are enough of them. */
  split(main: QueueWindow, concurrencyKey: string): QueueWindow | undefined {
    const count = main.keyCounts?.get(concurrencyKey) ?? 0;
    if (count <= 0 || main.lanes?.has(concurrencyKey) || this.#laneCount >= MAX_LANES) return undefined;
    const lane: QueueWindow = {
      ...createWindow(main, main.isExhausted),
      ...{ laneKey: concurrencyKey, cursor: main.cursor, readyCount: count, meanBytes: main.meanBytes },
    };
    main.keyCounts?.delete(concurrencyKey);
    main.readyCount -= count;
    main.lanes ??= new Map();
    main.lanes.set(concurrencyKey, lane);
    this.#laneCount += 1;
    return lane;
  }

  /** Everything that the store holds of a lane is in memory: it can stand among the others again. */
  merge(lane: QueueWindow): void {
    const main = this.mainOf(lane);
    if (lane.laneKey === null || main?.lanes?.get(lane.laneKey) !== lane) return;
    main.lanes.delete(lane.laneKey);
    if (main.lanes.size === 0) main.lanes = undefined;
    this.#laneCount -= 1;
    main.readyCount += lane.readyCount;
    if (lane.readyCount === 0) return;
    main.keyCounts ??= new Map();
    main.keyCounts.set(lane.laneKey, lane.readyCount);
  }

  delete(main: QueueWindow): void {
    if (this.mainOf(main) !== main) return;
    this.#laneCount -= main.lanes?.size ?? 0;
    this.#byQueue.delete(windowId(main));
  }

  deleteShard(shard: number): void {
    for (const main of [...this.#byQueue.values()]) if (main.shard === shard) this.delete(main);
  }
}

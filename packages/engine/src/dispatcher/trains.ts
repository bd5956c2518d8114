import { BUNDLE_MAX_BYTES, BUNDLE_TARGET_MS } from './bundle-size.ts';

/** Bundles that go to a slot together at most. */
export const TRAIN_MAX_BUNDLES = 16;

export interface Train {
  readonly slot: number;
  readonly memoryLimitMb: number;
  readonly useCaseNos: Set<number>;
  /** What is left of the time that a bundle alone may fill, and of its bytes. */
  roomMs: number;
  roomBytes: number;
}

interface Boarding {
  readonly slot: number;
  readonly useCaseNo: number;
  readonly memoryLimitMb: number;
  /** What its jobs take, rather too much; infinite where nobody knows, or where they go alone. */
  readonly plannedMs: number;
  readonly bytes: number;
}

/**
 * Slots that were taken in this very step and have room left: the bundle of one use case may take far less than what a bundle may
 * fill, and each message to a process costs as much as many small jobs. So bundles of others follow it, in the order in which
 * they would have come anyway. Who goes along waits no longer than behind one full bundle: where the first takes longer than
 * thought, the slot gives the others back.
 */
export class Trains {
  readonly #maxBundles: number;
  #open: Train[] = [];

  constructor(maxBundles: number) {
    this.#maxBundles = maxBundles;
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** The one with the most room; undefined where this use case can follow in none. */
  findFor(useCaseNo: number, memoryLimitMb: number): Train | undefined {
    let found: Train | undefined;
    for (const train of this.#open) {
      const isFit = train.memoryLimitMb === memoryLimitMb && !train.useCaseNos.has(useCaseNo);
      if (isFit && train.roomMs > (found?.roomMs ?? 0)) found = train;
    }
    return found;
  }

  /** A bundle starts, alone or behind others. */
  board({ slot, useCaseNo, memoryLimitMb, plannedMs, bytes }: Boarding): void {
    const found = this.#open.find((train) => train.slot === slot);
    const fresh = {
      slot,
      memoryLimitMb,
      useCaseNos: new Set<number>(),
      roomMs: BUNDLE_TARGET_MS,
      roomBytes: BUNDLE_MAX_BYTES,
    };
    const train = found ?? fresh;
    train.roomMs -= plannedMs;
    train.roomBytes -= bytes;
    train.useCaseNos.add(useCaseNo);
    const hasRoom = train.roomMs > 0 && train.roomBytes > 0 && train.useCaseNos.size < this.#maxBundles;
    if (hasRoom && found === undefined) this.#open.push(train);
    if (!hasRoom) this.#open = this.#open.filter((each) => each !== train);
  }

  /** The next in turn can follow in none, and nobody overtakes it. */
  close(): void {
    this.#open = [];
  }
}

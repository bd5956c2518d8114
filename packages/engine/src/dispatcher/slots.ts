/** With fewer slots than this none is kept back: it would cost too much of the pool. */
const MIN_SLOTS_WITH_SPARE = 4;
/** A bundle of jobs that take no longer than this leaves its slot soon. */
const SHORT_RUN_MS = 5;

/** A slot is kept back for others who took one as late as this: longer, and a pool with one user would never be used whole. */
export const SPARE_FOR_MS = 60_000;

interface Holding {
  readonly useCaseNo: number;
  readonly takenAt: number;
}

interface TakenSlot {
  readonly memoryLimitMb: number;
  /** Who has jobs in it, who came first first. */
  holdings: readonly Holding[];
}

/** The worker slots of this engine: which are free, and which use case holds the others. */
export class Slots {
  /** Free slots, and the memory limit of each one's process in MiB (0: it has none yet). */
  readonly #free = new Map<number, number>();
  readonly #taken = new Map<number, TakenSlot>();
  readonly #heldCounts = new Map<number, number>();
  /** By use case, the sum of the instants at which its slots were taken. */
  readonly #takenAtSums = new Map<number, number>();
  #memoryMb = 0;
  /** Who took a slot last, and who of the others did. */
  #last: Holding | null = null;
  #lastOther: Holding | null = null;

  get count(): number {
    return this.#free.size + this.#taken.size;
  }

  /** MiB that the bundles in all slots may use. */
  get heldMemoryMb(): number {
    return this.#memoryMb;
  }

  /** Slots that a use case holds: in each one job of it runs at a time. */
  heldBy(useCaseNo: number): number {
    return this.#heldCounts.get(useCaseNo) ?? 0;
  }

  /** Use cases that hold slots, and how many. */
  holders(): ReadonlyMap<number, number> {
    return this.#heldCounts;
  }

  /** Use cases that hold slots, and the MiB that their bundles may use; where several share one, who came first. */
  memoryHolders(): ReadonlyMap<number, number> {
    const held = new Map<number, number>();
    for (const { holdings, memoryLimitMb } of this.#taken.values())
      for (const { useCaseNo } of holdings.slice(0, 1)) held.set(useCaseNo, (held.get(useCaseNo) ?? 0) + memoryLimitMb);
    return held;
  }

  /** How long a use case has held the slots that it holds, on average; 0 where it holds none. */
  meanAgeOf(useCaseNo: number, now: number): number {
    const count = this.heldBy(useCaseNo);
    return count === 0 ? 0 : now - (this.#takenAtSums.get(useCaseNo) ?? 0) / count;
  }

  get freeCount(): number {
    return this.#free.size;
  }

  /** Returns the use cases that held it. */
  free(slot: number, memoryLimitMb: number): number[] {
    const taken = this.#taken.get(slot);
    for (const holding of taken?.holdings ?? []) this.#count(holding, -1);
    this.#memoryMb -= taken?.memoryLimitMb ?? 0;
    this.#taken.delete(slot);
    this.#free.set(slot, memoryLimitMb);
    return taken?.holdings.map(({ useCaseNo }) => useCaseNo) ?? [];
  }

  /** A use case gets into a slot that others hold already; its jobs run after theirs. */
  join(slot: number, useCaseNo: number, now: number): void {
    const taken = this.#taken.get(slot);
    if (taken !== undefined) this.#hold(taken, { useCaseNo, takenAt: now });
  }

  /** A use case leaves a slot in which others stay; false where it was not there. */
  leave(slot: number, useCaseNo: number): boolean {
    const taken = this.#taken.get(slot);
    const holding = taken?.holdings.find((each) => each.useCaseNo === useCaseNo);
    if (taken === undefined || holding === undefined) return false;
    taken.holdings = taken.holdings.filter((each) => each !== holding);
    this.#count(holding, -1);
    return true;
  }

  /**
   * Whether a use case may have one of the free slots. The last one is not for a use case that holds a slot already and
   * stays long, while others come for slots at all: or whoever floods with slow jobs would have all, and everybody else would
   * wait for their ends.
   */
  mayTake(useCaseNo: number, meanRunMs: number | undefined, now: number): boolean {
    if (this.#free.size === 0) return false;
    if (this.#free.size > 1 || this.count < MIN_SLOTS_WITH_SPARE) return true;
    const staysLong = meanRunMs === undefined || meanRunMs > SHORT_RUN_MS;
    return !staysLong || !this.#heldCounts.has(useCaseNo) || !this.#othersCome(useCaseNo, now);
  }

  #othersCome(useCaseNo: number, now: number): boolean {
    const other = this.#last?.useCaseNo === useCaseNo ? this.#lastOther : this.#last;
    return other !== null && now - other.takenAt < SPARE_FOR_MS;
  }

  /** Takes a free slot, rather one whose process has this memory limit already. There must be one. */
  take(useCaseNo: number, memoryLimitMb: number, now: number): number {
    let chosen = -1;
    for (const [slot, limitMb] of this.#free) {
      if (chosen === -1 || limitMb === memoryLimitMb) chosen = slot;
      if (limitMb === memoryLimitMb) break;
    }
    this.#free.delete(chosen);
    const taken = { memoryLimitMb, holdings: [] };
    this.#taken.set(chosen, taken);
    this.#memoryMb += memoryLimitMb;
    this.#hold(taken, { useCaseNo, takenAt: now });
    return chosen;
  }

  #hold(taken: TakenSlot, holding: Holding): void {
    taken.holdings = [...taken.holdings, holding];
    this.#count(holding, 1);
    if (this.#last?.useCaseNo !== holding.useCaseNo) this.#lastOther = this.#last;
    this.#last = holding;
  }

  #count({ useCaseNo, takenAt }: Holding, change: 1 | -1): void {
    const count = (this.#heldCounts.get(useCaseNo) ?? 0) + change;
    const sum = (this.#takenAtSums.get(useCaseNo) ?? 0) + change * takenAt;
    if (count === 0) {
      this.#heldCounts.delete(useCaseNo);
      this.#takenAtSums.delete(useCaseNo);
      return;
    }
    this.#heldCounts.set(useCaseNo, count);
    this.#takenAtSums.set(useCaseNo, sum);
  }
}

/** A binary min-heap: the smallest item by `isBefore` on top; push and pop in O(log n). */
export class BinaryHeap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    this.#rise(this.#items.length - 1);
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0 && last !== undefined) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return top;
  }

  /** Keeps only what passes; returns what does not. O(n). */
  removeWhere(isRemoved: (item: T) => boolean): T[] {
    const removed = this.#items.filter(isRemoved);
    if (removed.length === 0) return removed;
    const kept = this.#items.filter((item) => !isRemoved(item));
    this.#items.length = 0;
    for (const item of kept) this.push(item);
    return removed;
  }

  #rise(start: number): void {
    let index = start;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isOrdered(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(start: number): void {
    let index = start;
    for (;;) {
      const smallest = this.#smallestOf(index, 2 * index + 1, 2 * index + 2);
      if (smallest === index) return;
      this.#swap(index, smallest);
      index = smallest;
    }
  }

  #smallestOf(parent: number, left: number, right: number): number {
    const lower = this.#isOrdered(left, parent) ? left : parent;
    return this.#isOrdered(right, lower) ? right : lower;
  }

  /** Whether the item at `a` exists and belongs above the item at `b`. */
  #isOrdered(a: number, b: number): boolean {
    const upper = this.#items[a];
    const lower = this.#items[b];
    return upper !== undefined && lower !== undefined && this.#isBefore(upper, lower);
  }

  #swap(a: number, b: number): void {
    const item = this.#items[a];
    const other = this.#items[b];
    if (item === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = item;
  }
}

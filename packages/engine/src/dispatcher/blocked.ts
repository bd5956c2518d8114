import type { Gate } from '@leeway/domain/wait-reason';
import { BinaryHeap } from './binary-heap.ts';

/** Waits for its turn as well, but so long that it is looked at again now and then, not whenever a slot is free. */
type BlockGate = Gate | 'longStay';

/** Why a use case stands aside. Instants on the engine's clock. */
export interface Block {
  readonly gate: BlockGate;
  /** Null: not by itself. */
  readonly opensAt: number | null;
}

interface Opening {
  readonly useCaseNo: number;
  readonly opensAt: number;
}

/** Use cases whose head may not start, and what may change that: time, or something that happens. */
export class Blocked {
  readonly #blocks = new Map<number, Block>();
  readonly #byGate = new Map<BlockGate, Set<number>>();
  readonly #openings = new BinaryHeap<Opening>((a, b) => a.opensAt < b.opensAt);

  set(useCaseNo: number, gate: BlockGate, opensAt: number | null): void {
    this.delete(useCaseNo);
    const there = this.#byGate.get(gate) ?? new Set();
    this.#byGate.set(gate, there.add(useCaseNo));
    this.#blocks.set(useCaseNo, { gate, opensAt });
    if (opensAt !== null) this.#openings.push({ useCaseNo, opensAt });
  }

  get(useCaseNo: number): Block | undefined {
    return this.#blocks.get(useCaseNo);
  }

  /** What its head waits for, as others are told. */
  gateOf(useCaseNo: number): Gate {
    const gate = this.#blocks.get(useCaseNo)?.gate ?? 'turn';
    return gate === 'longStay' ? 'turn' : gate;
  }

  delete(useCaseNo: number): void {
    const block = this.#blocks.get(useCaseNo);
    if (block !== undefined) this.#byGate.get(block.gate)?.delete(useCaseNo);
    this.#blocks.delete(useCaseNo);
  }

  /** Those that open by themselves until `now`. */
  takeDue(now: number): number[] {
    const due: number[] = [];
    for (let next = this.#openings.peek(); next !== undefined && next.opensAt <= now; next = this.#openings.peek()) {
      this.#openings.pop();
      if (this.#blocks.get(next.useCaseNo)?.opensAt === next.opensAt) due.push(next.useCaseNo);
    }
    return due;
  }

  /** When the next one opens by itself. */
  nextAt(): number | undefined {
    for (let next = this.#openings.peek(); next !== undefined; next = this.#openings.peek()) {
      if (this.#blocks.get(next.useCaseNo)?.opensAt === next.opensAt) return next.opensAt;
      this.#openings.pop();
    }
    return undefined;
  }

  /** Those at this gate. */
  at(gate: BlockGate): number[] {
    return [...(this.#byGate.get(gate) ?? [])];
  }

  all(): number[] {
    return [...this.#blocks.keys()];
  }
}

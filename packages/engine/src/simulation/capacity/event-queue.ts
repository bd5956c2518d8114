import { BinaryHeap } from '../../dispatcher/binary-heap.ts';
import type { SimulatedJob } from './job-lane.ts';

/** What happens at an instant of virtual time. */
export type SimulationEvent =
  | { readonly kind: 'arrival'; readonly lane: number }
  /** A bundle has ended: all its results, and its slot. */
  | { readonly kind: 'ended'; readonly slot: number }
  /** A backoff is over. */
  | { readonly kind: 'retry'; readonly job: SimulatedJob }
  | { readonly kind: 'policyChanged' }
  | { readonly kind: 'tick' }
  | { readonly kind: 'wake' };

interface Planned {
  readonly at: number;
  readonly seq: number;
  readonly event: SimulationEvent;
}

/** What will happen, earliest first; at one instant in the order in which it was planned. */
export interface EventQueue {
  push(at: number, event: SimulationEvent): void;
  nextAt(): number | undefined;
  pop(): SimulationEvent | undefined;
}

export function createEventQueue(): EventQueue {
  const heap = new BinaryHeap<Planned>((a, b) => (a.at === b.at ? a.seq < b.seq : a.at < b.at));
  let seq = 0;
  return {
    push: (at, event) => {
      seq += 1;
      heap.push({ at, seq, event });
    },
    nextAt: () => heap.peek()?.at,
    pop: () => heap.pop()?.event,
  };
}

import type { Lease } from '../queue/lease.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { AttemptResult } from './attempt-result.ts';

/** Jobs of one use case that go to a slot together. A mega-job counts as the jobs in it, one after the other. */
export interface Bundle {
  readonly useCase: UseCaseEntry;
  readonly leases: readonly Lease[];
}

export interface GivenBack {
  /** One of them ended the process, and it is not known which. */
  readonly isSuspect: boolean;
  /** The slot that their use case does not hold any more, while others still do. */
  readonly left?: { readonly slot: number; readonly useCaseNo: number };
}

/** What the workers tell the dispatcher. */
export interface WorkerEvents {
  readonly onResults: (results: readonly { readonly lease: Lease; readonly result: AttemptResult }[]) => void;
  /** Jobs whose run came to nothing without blame. */
  readonly onGivenBack: (leases: readonly Lease[], about: GivenBack) => void;
  /** A slot can take work; its process has this memory limit (0: there is none yet). */
  readonly onSlotFreed: (slot: number, memoryLimitMb: number) => void;
}

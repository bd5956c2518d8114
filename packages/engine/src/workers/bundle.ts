import type { AttemptResult, Lease } from '../dispatcher/decide-outcome.ts';
import type { UseCaseEntry } from '../registry/entries.ts';

/** Jobs of one use case that go to a slot together. */
export interface Bundle {
  readonly useCase: UseCaseEntry;
  readonly leases: readonly Lease[];
  /** What the whole is expected to take, in ms; undefined where nothing is known yet. */
  readonly expectedMs: number | undefined;
}

/** What the workers tell the dispatcher. */
export interface WorkerEvents {
  readonly onResults: (results: readonly { readonly lease: Lease; readonly result: AttemptResult }[]) => void;
  /** Jobs that did not run, through no fault of their own. */
  readonly onGivenBack: (leases: readonly Lease[]) => void;
  /** A slot can take work. */
  readonly onRoom: () => void;
}

import type { FailureCode } from '@leeway/domain/job-state';

/** Engine → thread. Columns, because one array of strings crosses threads faster than many objects. */
export interface BundleMessage {
  readonly seq: number;
  readonly useCase: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly jobIds: readonly string[];
  readonly attempts: readonly number[];
  readonly deadlines: readonly number[];
  readonly payloads: readonly string[];
}

/** Thread → engine: what has ended since the last message of this bundle. */
export interface ResultsMessage {
  readonly seq: number;
  /** Position in the bundle of the first result. */
  readonly from: number;
  /** Wall clock of this machine, ms. */
  readonly startedAts: readonly number[];
  readonly runMs: readonly number[];
  readonly failures: readonly (ThreadFailure | null)[];
  /** CPU of the thread since its last message, in ms: all of it belongs to this bundle. */
  readonly cpuMs: number;
  readonly isLast: boolean;
}

export interface ThreadFailure {
  readonly code: FailureCode;
  readonly message: string;
}

export interface ThreadSetup {
  readonly control: SharedArrayBuffer;
  readonly handlersDir: string;
  readonly baseAt: number;
}

/**
 * Cells of the control block that engine and thread share, as 32-bit integers. The running job is written by the thread so
 * that the engine can blame it when the thread dies or hangs; a bundle's cell is claimed by whoever swaps it first.
 */
export const CONTROL = { jobPosition: 0, jobStartedMs: 1, bundleSeq: 2, bundles: 3 } as const;
export const BUNDLE_CELLS = 8;
export const CONTROL_BYTES = (CONTROL.bundles + BUNDLE_CELLS) * 4;

export const BUNDLE_STATE = { free: 0, queued: 1, claimed: 2, recalled: 3 } as const;

/** The cell of a bundle; at most two bundles are with a slot at once. */
export function bundleCell(seq: number): number {
  return CONTROL.bundles + (seq % BUNDLE_CELLS);
}

export const NO_JOB = -1;

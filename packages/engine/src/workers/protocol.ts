import type { FailureCode } from '@leeway/domain/job-state';

/** Engine → worker process. Columns, because a few arrays of primitives cross faster than many objects. */
export interface BundleMessage {
  readonly useCase: string;
  readonly handler: string;
  readonly timeoutMs: number;
  readonly jobIds: readonly string[];
  readonly attempts: readonly number[];
  readonly deadlines: readonly number[];
  readonly payloads: readonly string[];
}

export interface WorkerFailure {
  readonly code: FailureCode;
  readonly message: string;
}

/** What has ended since the last message of this bundle. */
export interface ResultsMessage {
  readonly kind: 'results';
  /** Position in the bundle of the first result. */
  readonly from: number;
  /** Wall clock of this machine, ms. */
  readonly startedAts: readonly number[];
  readonly runMs: readonly number[];
  readonly failures: readonly (WorkerFailure | null)[];
  /** CPU of the whole process since its last message, in ms: all of it belongs to this bundle. */
  readonly cpuMs: number;
  /** Heap and external memory of the process when this was sent, in MiB. */
  readonly memoryMb: number;
  readonly isLast: boolean;
}

/** The process runs and takes bundles. */
export interface ReadyMessage {
  readonly kind: 'ready';
}

/** Something threw outside its promise; the process ends itself after this. */
export interface CrashMessage {
  readonly kind: 'crash';
  readonly message: string;
}

/** Worker process → engine. */
export type WorkerMessage = ReadyMessage | ResultsMessage | CrashMessage;

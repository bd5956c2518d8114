import type { JobKey } from '@leeway/domain/job-id';
import type { FailureCode, NoteCode } from '@leeway/domain/job-state';

/** Engine → worker process: what it is to run next, one after the other. */
export type TrainMessage = readonly BundleMessage[];

/** Columns, because a few arrays of primitives cross faster than many objects. */
export interface BundleMessage {
  /** Counts the bundles of its slot. */
  readonly no: number;
  readonly useCase: string;
  readonly handler: string;
  readonly timeoutMs: number;
  /** Per row: its key, which attempt it is, how many jobs it holds, and the JSON text of the payload (or of the array of them). */
  readonly keys: readonly JobKey[];
  /** The keys that they were submitted under, where one of them has moved since. */
  readonly firstKeys?: readonly (JobKey | undefined)[];
  readonly attempts: readonly number[];
  /** Per row, of its lease: the epoch of its shard, and the number that the dispatcher gave it. */
  readonly epochs: readonly number[];
  readonly tokens: readonly number[];
  readonly jobCounts: readonly number[];
  readonly payloads: readonly string[];
}

/** Engine → worker process: a job that it has in hand is not wanted any more. */
export interface CancelMessage {
  readonly kind: 'cancel';
  /** Of its bundle. */
  readonly no: number;
  /** Counting the jobs of the bundle. */
  readonly position: number;
  readonly reason: string;
}

/** What a cancel found: a job that will not start now, one that runs and has its signal raised, one that had ended. */
export type CancelVerdict = 'skipped' | 'signalled' | 'ended';

export interface WorkerFailure {
  /** `CANCELLED`: it was not started, because it is not wanted any more. */
  readonly code: FailureCode | Extract<NoteCode, 'CANCELLED'>;
  readonly message: string;
}

/** What has ended since the last message of this bundle. Bundles report in the order in which they were sent. */
export interface ResultsMessage {
  readonly kind: 'results';
  /** Position of the first result, counting the jobs of the bundle. */
  readonly from: number;
  /** By `machineTime`, since clocks may be set meanwhile; one per result. */
  readonly startedAts: Float64Array;
  readonly runMs: Float64Array;
  /** By position among these results, where there is one. */
  readonly failures: ReadonlyMap<number, WorkerFailure>;
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

/** A bundle was not begun, because it has been recalled. */
export interface PassedMessage {
  readonly kind: 'passed';
  readonly no: number;
}

/** The answer to a cancel; results that were there before have been sent before. */
export interface CancelledMessage {
  readonly kind: 'cancelled';
  readonly no: number;
  readonly position: number;
  readonly verdict: CancelVerdict;
}

/** Something threw outside its promise; the process ends itself after this. */
export interface CrashMessage {
  readonly kind: 'crash';
  readonly message: string;
}

/** Worker process → engine. */
export type WorkerMessage = ReadyMessage | PassedMessage | ResultsMessage | CancelledMessage | CrashMessage;

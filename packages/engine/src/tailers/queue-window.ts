import { type JobKey, jobKeyRange } from '@leeway/domain/job-id';
import type { QueuedJob, QueueRef } from '../queue/queued-job.ts';

/** A job that is handed over, and since when others may have found it in the store. */
export interface Arrival {
  readonly job: QueuedJob;
  readonly askedAt: number;
}

/** What is known in memory of one queue (a use case in a shard), or of one concurrency key in it. */
export interface QueueWindow extends QueueRef {
  /** The concurrency key whose jobs it holds; null: those of all keys that have no window of their own. */
  readonly laneKey: string | null;
  readonly low: JobKey;
  readonly high: JobKey;
  /** Everything up to here has been read. */
  cursor: JobKey;
  /** Whether everything in the store is in memory, so that new jobs can be handed over without reading. */
  isExhausted: boolean;
  /** A read is under way: what arrives meanwhile is judged after it, against its result. */
  isReading: boolean;
  readonly arrivals: Arrival[];
  /** Jobs that are in the store and may not be in the answer to the read under way: none is before this. */
  missedFrom: JobKey | null;
  /** Jobs in memory that no worker has taken yet. */
  readyCount: number;
  /** Exponentially weighted mean size of a payload. */
  meanBytes: number;
  /** Of these by concurrency key, where the window holds several; undefined: none has one. */
  keyCounts: Map<string, number> | undefined;
  /** Windows of single keys of this queue. */
  lanes: Map<string, QueueWindow> | undefined;
  /** Where the next sweep of the keys without a window goes on. */
  sweepFromKey: string;
}

/** One number per queue: shard above the 24 bits of the use case. */
export function windowId({ shard, useCaseNo }: QueueRef): number {
  return shard * 2 ** 24 + useCaseNo;
}

/** What a payload is taken to be until one has been seen. */
export const UNKNOWN_MEAN_BYTES = 256;

export function createWindow(ref: QueueRef, isExhausted: boolean): QueueWindow {
  const { low, high } = jobKeyRange(ref.shard, ref.useCaseNo);
  return {
    shard: ref.shard,
    useCaseNo: ref.useCaseNo,
    laneKey: null,
    low,
    high,
    cursor: low,
    isExhausted,
    isReading: false,
    arrivals: [],
    missedFrom: null,
    readyCount: 0,
    meanBytes: UNKNOWN_MEAN_BYTES,
    keyCounts: undefined,
    lanes: undefined,
    sweepFromKey: '',
  };
}

const MAX_ROWS = 2_000;
const MIN_ROWS = 20;
const ALL_ROWS = 100_000;
const MAX_BYTES = 4 * 2 ** 20;

/** How many jobs of one queue are held in memory: less when many queues are active or payloads are large. */
export function decideWindowRows(activeCount: number, meanBytes: number): number {
  const byCount = ALL_ROWS / Math.max(1, activeCount);
  const byBytes = MAX_BYTES / Math.max(1, meanBytes);
  return Math.max(MIN_ROWS, Math.min(MAX_ROWS, Math.floor(Math.min(byCount, byBytes))));
}

/** Where an arrived job goes: into memory, or nowhere because a later read will bring it. */
export type ArrivalVerdict = 'take' | 'leave' | 'rewind';

/**
 * @param rows how many jobs the window should hold
 * `take`: it belongs before what has been read. `leave`: the cursor will reach it. `rewind`: it belongs into memory, which
 * is full, so the cursor must go back before it.
 */
export function judgeArrival(window: QueueWindow, key: JobKey, rows: number): ArrivalVerdict {
  if (!window.isExhausted && key > window.cursor) return 'leave';
  return window.readyCount < 2 * rows ? 'take' : 'rewind';
}

/** Moves the cursor back before a key, so that the next read brings it. Keys just below are never used: ties are random. */
export function rewindBefore(window: QueueWindow, key: JobKey): void {
  const before = keyBefore(key);
  if (window.isExhausted || before < window.cursor) window.cursor = before;
  window.isExhausted = false;
}

function keyBefore(key: JobKey): JobKey {
  const digits = BigInt(`0x${key.replaceAll('-', '')}`) - 1n;
  const text = digits.toString(16).padStart(32, '0');
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}` as JobKey;
}

import type { Brand } from './brand.ts';

/** Public id of a job: `job_` and the 32 hex digits of its queue key. */
export type JobId = Brand<string, 'JobId'>;

/** The same 128 bits as a Postgres `uuid` in text form: the primary key of the job's row. */
export type JobKey = Brand<string, 'JobKey'>;

/**
 * A job's key is its place in the queue, so that key order is queue order and one index does:
 *
 * ```
 * shard 16 bit | use case number 24 bit | deadline 44 bit (ms since 1970) | tie 44 bit
 * ```
 *
 * The tie's highest bit marks a mega-job and the jobs in it: the row has the key of its first job, the others follow by one.
 * The bit below it marks a job that holds a dedupe key until it ends: whoever ends it gives the key back.
 */
export interface JobPlace {
  readonly shard: number;
  readonly useCaseNo: number;
  readonly deadlineAt: number;
  readonly tie: number;
}

export const MAX_SHARD = 2 ** 16 - 1;
export const MAX_USE_CASE_NO = 2 ** 24 - 1;
export const MAX_DEADLINE_AT = 2 ** 44 - 1;
/** Ties of jobs that have a row of their own; the two bits above are marks. */
const TIE_SPACE = 2 ** 42;
/** Jobs that one row can hold: the lowest 10 bits of a mega-job's tie are the place inside it. */
const MEGA_JOB_SPACE = 2 ** 10;
const MEGA_MARK = 2 ** 43;
const DEDUPE_MARK = 2 ** 42;

const PREFIX = 'job_';
const PUBLIC_PATTERN = /^job_[0-9a-f]{32}$/;

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

function dashed(digits: string): JobKey {
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}` as JobKey;
}

/** Encodes a place; the caller keeps each part within its bits (the `MAX_…` constants). */
export function encodeJobKey(place: JobPlace): JobKey {
  return dashed(rangePrefix(place.shard, place.useCaseNo) + hex(place.deadlineAt, 11) + hex(place.tie, 11));
}

export function decodeJobKey(key: JobKey): JobPlace {
  return { ...queueOfJobKey(key), deadlineAt: deadlineOfJobKey(key), tie: Number.parseInt(key.slice(25), 16) };
}

/** The queue that a job is in, without decoding the rest. */
export function queueOfJobKey(key: JobKey): Pick<JobPlace, 'shard' | 'useCaseNo'> {
  const start = Number.parseInt(key.slice(0, 8), 16);
  return {
    shard: start >>> 16,
    useCaseNo: (start & 0xffff) * 256 + Number.parseInt(key.slice(9, 11), 16),
  };
}

/** The tie of the `count`-th job of a process that has a row of its own. */
export function jobTie(count: number, holdsKey: boolean): number {
  return (count % TIE_SPACE) + (holdsKey ? DEDUPE_MARK : 0);
}

/** Whether the job holds a dedupe key until it ends. */
export function holdsDedupeKey(key: JobKey): boolean {
  return '4567'.includes(key.charAt(25));
}

/** The tie of the `count`-th mega-job of a process. */
export function megaTie(count: number): number {
  return MEGA_MARK + (count % (TIE_SPACE / MEGA_JOB_SPACE)) * MEGA_JOB_SPACE;
}

/** Key of the job at a place of the row with this key; a job with a row of its own is at place 0. */
export function jobKeyAt(rowKey: JobKey, place: number): JobKey {
  if (place === 0) return rowKey;
  const low = Number.parseInt(rowKey.slice(-3), 16) + place;
  return (rowKey.slice(0, -3) + hex(low, 3)) as JobKey;
}

/** The row that may hold this job and its place there; null where the key is not one of a mega-job. */
export function megaRowOf(key: JobKey): { readonly rowKey: JobKey; readonly place: number } | null {
  if (Number.parseInt(key.slice(25, 26), 16) < 8) return null;
  const low = Number.parseInt(key.slice(-3), 16);
  const place = low % MEGA_JOB_SPACE;
  return { rowKey: (key.slice(0, -3) + hex(low - place, 3)) as JobKey, place };
}

/** The deadline alone, without decoding the rest. */
export function deadlineOfJobKey(key: JobKey): number {
  return Number.parseInt(key.slice(11, 13) + key.slice(14, 18) + key.slice(19, 23) + key.slice(24, 25), 16);
}

export function toJobId(key: JobKey): JobId {
  return (PREFIX + key.replaceAll('-', '')) as JobId;
}

/** Ids of the first `count` jobs of the row with this key, by their places in it. */
export function jobIdsOf(rowKey: JobKey, count: number): JobId[] {
  const id = toJobId(rowKey);
  const ids = [id];
  if (count === 1) return ids;
  const start = id.slice(0, -3);
  const low = Number.parseInt(id.slice(-3), 16);
  for (let place = 1; place < count; place += 1) ids.push((start + hex(low + place, 3)) as JobId);
  return ids;
}

/** Null where the text is not a job id. */
export function parseJobId(text: string): JobKey | null {
  return PUBLIC_PATTERN.test(text) ? dashed(text.slice(PREFIX.length)) : null;
}

function rangePrefix(shard: number, useCaseNo: number): string {
  return hex(shard, 4) + hex(useCaseNo, 6);
}

/** A key's hex digits as far as its deadline: where in which queue it stands, ties left aside. */
export type PlacePrefix = Brand<string, 'PlacePrefix'>;

export function placePrefixOf(key: JobKey): PlacePrefix {
  return `${key.slice(0, 8)}${key.slice(9, 13)}${key.slice(14, 18)}${key.slice(19, 23)}${key.slice(24, 25)}` as PlacePrefix;
}

/** The lowest key of that queue with that deadline. */
export function earliestKeyFrom(prefix: PlacePrefix): JobKey {
  return dashed(prefix.padEnd(32, '0'));
}

/** The lowest and the highest key of one use case in one shard: a queue is the range between them. */
export function jobKeyRange(shard: number, useCaseNo: number): { readonly low: JobKey; readonly high: JobKey } {
  const prefix = rangePrefix(shard, useCaseNo);
  return { low: dashed(prefix.padEnd(32, '0')), high: dashed(prefix.padEnd(32, 'f')) };
}

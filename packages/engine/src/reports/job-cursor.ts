import type { JobKey } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';

/** Where a page of a queue ended: the key's part behind the use case (22 hex digits) and the shard. */
export interface QueueCursor {
  readonly place: string;
  readonly shard: number;
}

/** Where a page of ended attempts ended. */
export interface HistoryCursor {
  readonly at: number;
  readonly key: JobKey;
}

const QUEUE = /^q([0-9a-f]{22})([0-9a-f]{4})$/;
const HISTORY = /^h([0-9]{1,15})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const START: QueueCursor = { place: '0'.repeat(22), shard: -1 };
const LATEST: HistoryCursor = { at: 2 ** 44, key: 'ffffffff-ffff-ffff-ffff-ffffffffffff' as JobKey };

export function queueCursorAfter(key: JobKey): string {
  const digits = key.replaceAll('-', '');
  return `q${digits.slice(10)}${digits.slice(0, 4)}`;
}

export function parseQueueCursor(text: string | undefined): QueueCursor {
  if (text === undefined) return START;
  const match = QUEUE.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) throw badCursor();
  return { place: match[1], shard: Number.parseInt(match[2], 16) };
}

export function historyCursorAfter(at: number, key: JobKey): string {
  return `h${at}-${key}`;
}

export function parseHistoryCursor(text: string | undefined): HistoryCursor {
  if (text === undefined) return LATEST;
  const match = HISTORY.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) throw badCursor();
  return { at: Number(match[1]), key: match[2] as JobKey };
}

function badCursor(): LeewayError {
  const message = 'Not the cursor of a page of this list; start from the first page';
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'cursor', message }] });
}

import { encodeJobKey, jobTie, megaTie } from '@leeway/domain/job-id';
import { KIB } from '@leeway/domain/units';
import type { NewJob } from '../queue/new-job.ts';
import { hashText, shardsOf } from '../queue/shard-spread.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { JobDraft } from './draft-jobs.ts';

export interface RowPlaces {
  readonly shardCount: number;
  /** Rises with every row of this process. */
  readonly nextTie: () => number;
}

/** Gives drafts their rows and their places in the queue, in the order of the drafts; neighbours share a row where the policy says so. */
export function buildRows(useCase: UseCaseEntry, drafts: readonly JobDraft[], places: RowPlaces): NewJob[] {
  const shards = shardsOf(useCase.no, useCase.shardSpread, places.shardCount);
  const rows: NewJob[] = [];
  for (let start = 0; start < drafts.length; ) {
    const count = countSharing(drafts, start, useCase);
    const number = places.nextTie();
    const shard = shards[placeAmong(shards.length, drafts[start]?.concurrencyKey ?? null, number)] ?? 0;
    rows.push(toRow(useCase.no, drafts.slice(start, start + count), { shard, number }));
    start += count;
  }
  return rows;
}

/** All jobs of a concurrency key go to one shard: whoever owns it counts alone how many of them run. */
function placeAmong(shardCount: number, concurrencyKey: string | null, number: number): number {
  return concurrencyKey ? hashText(concurrencyKey) % shardCount : number % shardCount;
}

/** How many drafts from `start` on go into one row. */
function countSharing(
  drafts: readonly JobDraft[],
  start: number,
  { megaJobMaxCount, megaJobMaxKb }: UseCaseEntry,
): number {
  let bytes = 0;
  let count = 0;
  for (let next = drafts[start]; next?.mayShare && count < megaJobMaxCount; next = drafts[start + count]) {
    bytes += next.payload.length;
    if (count > 0 && bytes > megaJobMaxKb * KIB) break;
    count += 1;
  }
  return Math.max(1, count);
}

/** A row is as urgent as the first of its jobs. */
function toRow(
  useCaseNo: number,
  drafts: readonly JobDraft[],
  { shard, number }: { readonly shard: number; readonly number: number },
): NewJob {
  const [first] = drafts;
  if (first === undefined) throw new Error('a row holds at least one job');
  const { availableAt, deadlineAt, mayBeAhead, dedupe, concurrencyKey } = first;
  const jobCount = drafts.length;
  const tie = jobCount === 1 ? jobTie(number, dedupe !== null && dedupe.windowMs === null) : megaTie(number);
  const key = encodeJobKey({ shard, useCaseNo, deadlineAt, tie });
  const payload = jobCount === 1 ? first.payload : `[${drafts.map((draft) => draft.payload).join(',')}]`;
  return { key, useCaseNo, availableAt, jobCount, payload, mayBeAhead, dedupe, concurrencyKey };
}

import type { Pool, PoolClient } from 'pg';
import { type EntryTexts, NO_HASH } from './hash-entry.ts';
import { readEntries } from './sql/read-entries.ts';
import { readHead } from './sql/read-head.ts';

export interface ChainEntry {
  readonly seq: number;
  /** As it is stored. */
  readonly hash: Uint8Array;
  readonly texts: EntryTexts;
}

export interface ChainHead {
  /** Null: the row is gone. */
  readonly seq: number | null;
  readonly hash: Uint8Array;
  /** Lowest and highest number that there is; null where there is no entry. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  /** Which database this is. */
  readonly store: string;
  /** ms on the store's clock. */
  readonly now: number;
}

interface HeadRow {
  readonly head_seq: number | null;
  readonly head_hash: Uint8Array | null;
  readonly first_seq: number | null;
  readonly last_seq: number | null;
  readonly store_id: string;
  readonly now: number;
}

/** Entries read at once: what bounds the memory of a look at the whole log. */
const PAGE_ENTRIES = 1_000;

export async function readChainHead(store: Pool | PoolClient): Promise<ChainHead> {
  const { rows } = await store.query<HeadRow>(readHead);
  const [row] = rows;
  if (row === undefined) throw new Error('a query of one row answered none');
  return {
    seq: row.head_seq,
    hash: row.head_hash ?? NO_HASH,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    store: row.store_id,
    now: row.now,
  };
}

export interface ChainPage {
  readonly entries: readonly ChainEntry[];
  /** The number up to which it was asked for. */
  readonly toSeq: number;
}

/** Page after page, each in a snapshot of its own: what is there once is there for good, and a long look keeps nothing from cleaning. */
export async function* readChain(
  store: Pool | PoolClient,
  fromSeq: number,
  lastSeq: number,
): AsyncGenerator<ChainPage> {
  for (let from = fromSeq; from <= lastSeq; from += PAGE_ENTRIES) {
    const toSeq = Math.min(from + PAGE_ENTRIES - 1, lastSeq);
    const { rows } = await store.query<[number, Uint8Array | null, ...(string | null)[]]>({
      ...readEntries,
      values: [from, toSeq],
    });
    yield { entries: rows.map(([seq, hash, ...texts]) => ({ seq, hash: hash ?? new Uint8Array(), texts })), toSeq };
  }
}

import type { ChainFaultKind } from '@leeway/domain/audit-chain';
import type { Pool, PoolClient } from 'pg';
import { hashEntry } from './hash-entry.ts';
import { type ChainEntry, type ChainHead, readChain } from './read-chain.ts';

interface Misfit {
  /** The hash of all that fits. */
  readonly previous: Uint8Array;
  /** What stands in the first place that does not fit. */
  readonly entry: ChainEntry;
  readonly head: ChainHead;
}

/**
 * What became of the entry whose place another content has. Its own hash gives it away wherever it stands now; where it stands
 * nowhere, those after it tell whether they moved up.
 */
export async function nameFault(store: Pool | PoolClient, { previous, entry, head }: Misfit): Promise<ChainFaultKind> {
  const place = entry.seq;
  const last = head.lastSeq ?? place;
  const wasWrittenAs = createOrigin(entry);
  let isElsewhere = false;
  let isGenuine = false;
  let hasMovedUp = false;
  for await (const { entries } of readChain(store, place + 1, last))
    for (const other of entries) {
      if (other.seq === place + 1) {
        if (isFollowedBy(entry, other, 0)) return 'edited';
        hasMovedUp = closedUpBy(head).some((count) => isFollowedBy(entry, other, count));
      }
      isElsewhere ||= sameHash(hashEntry(previous, place, other.texts), other.hash);
      isGenuine ||= [other.seq, other.seq + 1, place + 1].some((seq) => wasWrittenAs(other.hash, seq));
    }
  if (isElsewhere) return isGenuine ? 'reordered' : 'inserted';
  return hasMovedUp ? 'missing' : 'edited';
}

/** By how many places the rest may have moved up where some were removed and the gap was closed. */
function closedUpBy({ seq, lastSeq }: ChainHead): readonly number[] {
  return [1, (seq ?? 0) - (lastSeq ?? 0)].filter((count) => count > 0);
}

/** Whether `other` was written right after what has this entry's hash, `count` places further on. */
function isFollowedBy(entry: ChainEntry, other: ChainEntry, count: number): boolean {
  return sameHash(hashEntry(entry.hash, other.seq + count, other.texts), other.hash);
}

function createOrigin({ hash, texts }: ChainEntry): (previous: Uint8Array, seq: number) => boolean {
  return (previous, seq) => sameHash(hashEntry(previous, seq, texts), hash);
}

export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

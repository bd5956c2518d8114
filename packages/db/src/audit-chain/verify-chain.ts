import type { ChainFault, ChainFaultKind, ChainReport } from '@leeway/domain/audit-chain';
import type { Pool, PoolClient } from 'pg';
import { hashEntry, NO_HASH } from './hash-entry.ts';
import type { HeadNotes } from './head-notes.ts';
import { nameFault, sameHash } from './name-fault.ts';
import { createNoteCheck, type NoteCheck } from './note-check.ts';
import { type ChainEntry, type ChainHead, readChain, readChainHead } from './read-chain.ts';

export interface VerifyOptions {
  /** What was noted outside the database, to compare with. */
  readonly notes: HeadNotes;
  /** Told after each page. */
  readonly onProgress?: (verifiedCount: number, totalCount: number) => void;
}

/**
 * Looks at every entry that there is when it begins, and names the first that does not fit. The hashes are computed here, not by
 * the database.
 */
export async function verifyChain(
  store: Pool | PoolClient,
  { notes, onProgress }: VerifyOptions,
): Promise<ChainReport> {
  const head = await readChainHead(store);
  const check = createNoteCheck(notes, head.store);
  const fault = await findFault(store, { head, check, onProgress: onProgress ?? ignore });
  return {
    asOf: head.now,
    entryCount: head.seq ?? 0,
    headHash: Buffer.from(head.hash).toString('hex'),
    fault,
    notes: check.report(),
  };
}

interface Look {
  readonly head: ChainHead;
  readonly check: NoteCheck;
  readonly onProgress: (verifiedCount: number, totalCount: number) => void;
}

/** How far everything fits. */
interface Reach {
  seq: number;
  hash: Uint8Array;
}

async function findFault(store: Pool | PoolClient, look: Look): Promise<ChainFault | null> {
  const { head, check, onProgress } = look;
  if (head.firstSeq !== null && head.firstSeq < 1) return at('inserted', head.firstSeq);
  const count = head.seq ?? head.lastSeq ?? 0;
  const reach: Reach = { seq: 0, hash: NO_HASH };
  for await (const { entries, toSeq } of readChain(store, 1, count)) {
    const found = extendBy(reach, entries, check);
    if (found?.misfit)
      return at(await nameFault(store, { previous: reach.hash, entry: found.misfit, head }), found.misfit.seq);
    if (found?.fault) return found.fault;
    if (reach.seq < toSeq) return at('missing', reach.seq + 1);
    onProgress(reach.seq, count);
  }
  return findFaultOfHead(head, reach) ?? check.beyond(reach.seq);
}

/** An entry that is not what was written in its place, or another fault; null where all fit. */
type Found = { readonly misfit?: ChainEntry; readonly fault?: ChainFault } | null;

function extendBy(reach: Reach, entries: readonly ChainEntry[], check: NoteCheck): Found {
  for (const entry of entries) {
    const { seq, texts, hash } = entry;
    if (seq > reach.seq + 1) return { fault: at('missing', reach.seq + 1) };
    if (seq <= reach.seq) return { fault: at('inserted', seq) };
    const computed = hashEntry(reach.hash, seq, texts);
    if (!sameHash(computed, hash)) return { misfit: entry };
    reach.seq = seq;
    reach.hash = computed;
    const fault = check.compare(seq, computed);
    if (fault !== null) return { fault };
  }
  return null;
}

function findFaultOfHead(head: ChainHead, { seq, hash }: Reach): ChainFault | null {
  if (head.seq !== null && head.lastSeq !== null && head.lastSeq > head.seq) return at('inserted', head.seq + 1);
  const isKept = head.seq !== null && sameHash(head.hash, hash);
  return isKept ? null : at('headChanged', Math.max(seq, 1));
}

function at(kind: ChainFaultKind, seq: number): ChainFault {
  return { kind, seq, untilSeq: seq };
}

function ignore(): void {}

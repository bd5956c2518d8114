import type { ChainFault, NotesReport } from '@leeway/domain/audit-chain';
import type { HeadNotes } from './head-notes.ts';

/** Compares the log with what was noted of it, in the order of the log. */
export interface NoteCheck {
  /** Told of every entry that fits those before it. */
  compare(seq: number, hash: Uint8Array): ChainFault | null;
  /** Told of the last one. */
  beyond(lastSeq: number): ChainFault | null;
  report(): NotesReport;
}

export function createNoteCheck({ notes, unsignedCount }: HeadNotes, store: string): NoteCheck {
  const own = notes.filter((note) => note.store === store).toSorted((a, b) => a.seq - b.seq);
  const newest = own.at(-1);
  let nextIndex = 0;
  let agreedSeq = 0;
  return {
    compare: (seq, hash) => {
      for (; own[nextIndex]?.seq === seq; nextIndex += 1) {
        if (own[nextIndex]?.hash !== Buffer.from(hash).toString('hex'))
          return { kind: 'rewritten', seq: agreedSeq + 1, untilSeq: seq };
        agreedSeq = seq;
      }
      return null;
    },
    beyond: (lastSeq) =>
      own[nextIndex] === undefined ? null : { kind: 'cutOff', seq: lastSeq + 1, untilSeq: lastSeq + 1 },
    report: () => ({
      comparedCount: own.length,
      lastAt: newest?.at ?? null,
      lastSeq: newest?.seq ?? null,
      otherStoreCount: notes.length - own.length,
      unsignedCount,
    }),
  };
}

/** How the log differs from one that only grew. */
export const CHAIN_FAULTS = [
  'edited',
  'missing',
  'inserted',
  'reordered',
  'headChanged',
  'cutOff',
  'rewritten',
] as const;
export type ChainFaultKind = (typeof CHAIN_FAULTS)[number];

/** The first entry that does not fit those before it. */
export interface ChainFault {
  readonly kind: ChainFaultKind;
  readonly seq: number;
  /** Of what was rewritten: the first note outside the database that disagrees; else the same as `seq`. */
  readonly untilSeq: number;
}

/** Notes of the head that were kept outside the database. */
export interface NotesReport {
  /** Those of this database, all of which agree where there is no fault. */
  readonly comparedCount: number;
  /** When the last of them was made, ISO; null where there is none. */
  readonly lastAt: string | null;
  readonly lastSeq: number | null;
  /** Of another database: another server, or restored into another. */
  readonly otherStoreCount: number;
  /** Changed since they were signed, or signed with another secret. */
  readonly unsignedCount: number;
}

/** What a look at the whole log has found. */
export interface ChainReport {
  /** When it began, ms on the store's clock. */
  readonly asOf: number;
  /** How many the head says there are. */
  readonly entryCount: number;
  /** Hash of the last one, hex. */
  readonly headHash: string;
  /** Null: every entry is in its place and as it was written. */
  readonly fault: ChainFault | null;
  readonly notes: NotesReport;
}

/** What the control plane knows of the log since it started. */
export interface AuditChainView {
  /** Of the last look that came to its end; null: none has yet. */
  readonly report: ChainReport | null;
  /** Of the look that is under way; null: none is. */
  readonly progress: { readonly verifiedCount: number; readonly totalCount: number } | null;
  /** Whether the last look could not be brought to its end: the store did not answer, or the notes could not be read. */
  readonly hasFailed: boolean;
  /** Whether the head could not be written to the file outside the database. */
  readonly isUnnoted: boolean;
}

const WHAT: Readonly<Record<ChainFaultKind, string>> = {
  edited: 'it was changed after it was written',
  missing: 'it was removed',
  inserted: 'something stands there that was never written there',
  reordered: 'another entry was moved into its place',
  headChanged: 'it is not the one that the head of the log was written with',
  cutOff: 'it and all that came after it were removed, and the head set back',
  rewritten: 'the log was written anew, with hashes that fit',
};

/** In a sentence, such as "At entry 17: it was removed". */
export function describeFault({ kind, seq, untilSeq }: ChainFault): string {
  const where = untilSeq === seq ? `At entry ${seq}` : `From an entry between ${seq} and ${untilSeq} on`;
  return `${where}: ${WHAT[kind]}`;
}

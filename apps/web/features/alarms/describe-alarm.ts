import type { AlarmView, SnapshotHolder } from '@leeway/domain/alarm';
import { MINUTE_MS } from '@leeway/domain/units';
import { formatDuration } from '#lib/format/duration.ts';

export interface AlarmText {
  /** The same as long as it lasts: it is read out when it changes. */
  readonly headline: string;
  /** Why it matters, in a sentence. */
  readonly why: string;
  /** Who it is, as far as the store tells. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sinceAt: number;
  readonly heldFor: string;
  /** What to do, and the statement that does it. */
  readonly remedy: string;
  readonly statement: string;
  /** When an engine last looked, where that is too long ago to speak of now. */
  readonly oldSinceAt: number | null;
}

/** Engines look every ten seconds. */
const FRESH_MS = MINUTE_MS;

const HOLDERS: Readonly<Record<SnapshotHolder['kind'], string>> = {
  session: 'A database session',
  preparedTransaction: 'A prepared transaction',
  replicationSlot: 'A replication slot',
};

/** @param asOf store time of the answer that the alarm came with */
export function describeAlarm({ holder, lookedAt }: AlarmView, asOf: number): AlarmText {
  const isFresh = asOf - lookedAt <= FRESH_MS;
  const heldMs = Math.max(0, (isFresh ? asOf : lookedAt) - holder.sinceAt);
  return {
    headline: `${HOLDERS[holder.kind]} holds a snapshot.`,
    why: 'While it is held, the store cannot clean up after jobs that have run: tables grow, and everything slows down in time.',
    heldFor: formatDuration(wholeSeconds(heldMs)),
    facts: factsOf(holder),
    sinceAt: holder.sinceAt,
    ...remedyFor(holder),
    oldSinceAt: isFresh ? null : lookedAt,
  };
}

function factsOf({ pid, user, application, state, query, name }: SnapshotHolder): AlarmText['facts'] {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Name', name],
    ['Process', pid === null ? null : String(pid)],
    ['User', user],
    ['Application', application],
    ['State', state],
    ['Statement', query],
  ];
  return facts.flatMap(([fact, value]) => (value === null || value === '' ? [] : [[fact, value] as const]));
}

function remedyFor({ kind, pid, name }: SnapshotHolder): Pick<AlarmText, 'remedy' | 'statement'> {
  if (kind === 'session')
    return {
      remedy: 'If nobody needs its answer, end it in the database; what it has not committed is undone:',
      statement: `select pg_terminate_backend(${pid});`,
    };
  if (kind === 'preparedTransaction')
    return {
      remedy: 'Commit it if its coordinator did, else undo it in the database:',
      statement: `rollback prepared ${quote(name)};`,
    };
  return {
    remedy: 'Start its reader again; if there is none any more, drop the slot in the database:',
    statement: `select pg_drop_replication_slot(${quote(name)});`,
  };
}

function quote(text: string | null): string {
  return `'${(text ?? '').replaceAll("'", "''")}'`;
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

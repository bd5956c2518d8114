import type { Submission } from './ledger.ts';
import { readLedgerFiles } from './ledger-file.ts';

/** Why a call has no outcome: refused, cut, or too late. */
export const NO_ANSWER = 'no answer';

/** What a client writes before a call: the markers of its jobs count up from the first. */
export interface InvokeRecord {
  readonly op: 'invoke';
  readonly call: string;
  readonly first: number;
  readonly count: number;
  readonly at: number;
}

/** What it writes after the call. */
export type OutcomeRecord =
  | {
      readonly op: 'ok';
      readonly call: string;
      readonly at: number;
      readonly ids: readonly string[];
      readonly availableAts: readonly number[];
    }
  | { readonly op: 'refused' | 'unknown'; readonly call: string; readonly at: number; readonly why: string };

export interface Submissions {
  readonly submissions: Submission[];
  /** Why calls were not accepted, and how often. */
  readonly refusals: Map<string, number>;
}

/** One record per job and answer; a call whose client was killed before the answer has an unknown outcome. */
export function readSubmissions(folder: string): Submissions {
  const submissions: Submission[] = [];
  const refusals = new Map<string, number>();
  const open = new Map<string, InvokeRecord>();
  for (const record of readLedgerFiles<InvokeRecord | OutcomeRecord>(folder, 'client-')) {
    if (record.op === 'invoke') {
      open.set(record.call, record);
      continue;
    }
    const invoke = open.get(record.call);
    open.delete(record.call);
    if (record.op !== 'ok') refusals.set(record.why, (refusals.get(record.why) ?? 0) + 1);
    if (invoke !== undefined) for (const submission of toSubmissions(invoke, record)) submissions.push(submission);
  }
  for (const invoke of open.values())
    for (const submission of toSubmissions(invoke, null)) submissions.push(submission);
  return { submissions, refusals };
}

function toSubmissions({ first, count }: InvokeRecord, outcome: OutcomeRecord | null): Submission[] {
  return Array.from({ length: count }, (_, index) => {
    const marker = first + index;
    if (outcome === null || outcome.op !== 'ok')
      return { marker, outcome: outcome?.op ?? 'unknown', id: null, availableAt: 0 };
    return {
      marker,
      outcome: 'accepted',
      id: outcome.ids[index] ?? null,
      availableAt: outcome.availableAts[index] ?? 0,
    };
  });
}

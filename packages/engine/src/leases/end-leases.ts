import { queueOfJobKey } from '@leeway/domain/job-id';
import type { LeaseEnd, LeasesInForce } from '../queue/end-foreign-leases.ts';
import type { ForeignLease, LeaseOutcome, LeaseVerdict } from '../queue/foreign-lease.ts';
import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { EndCall } from '../queue/foreign-leases.ts';
import { type HistoryKeeper, writeKept } from '../queue/history-keeper.ts';
import type { AttemptEnd } from '../queue/settlement.ts';
import { tallyUsage } from '../queue/tally-usage.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Random } from '../runtime/random.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { decideEnd } from './decide-end.ts';
import { RecentEnds } from './recent-ends.ts';

export interface EndingOptions {
  readonly store: Pick<ForeignLeaseStore, 'readInForce' | 'end'>;
  readonly keeper: HistoryKeeper;
  readonly random: Random;
  readonly findUseCase: (useCaseNo: number) => UseCaseEntry | undefined;
  /** Called after the commit. */
  readonly onEnded: (ends: readonly LeaseEnd[], lostCount: number) => void;
}

export interface LeaseEnding {
  /** What became of each job, in their order. Rejects with the store's error; the outcome is then unknown. */
  endByWord(calls: readonly EndCall[]): Promise<LeaseOutcome[]>;
  /** Ends what has expired. Returns how many; 0 where others were quicker with one of them. */
  endExpired(leases: readonly ForeignLease[], now: number): Promise<number>;
}

/** Somebody else ended or moved one of the leases meanwhile (LW001), or two statements waited for each other: look again. */
const LOOK_AGAIN = /^(?:LW001|40001|40P01)$/;
const MAX_LOOKS = 20;

/** Ends leases in batches, each whole or not at all: looks which are in force, decides, and lets the store check both again. */
export function createLeaseEnding(options: EndingOptions): LeaseEnding {
  const { store, keeper } = options;
  const recent = new RecentEnds();

  const decide = (lease: ForeignLease, verdict: EndCall['verdict'], now: number): LeaseEnd => {
    const policy = options.findUseCase(queueOfJobKey(lease.key).useCaseNo);
    return decideEnd(lease, verdict, { policy, now, random: options.random() });
  };

  const commit = async (ends: readonly LeaseEnd[], lost: ReadonlyMap<number, number> = new Map()): Promise<void> => {
    const sorted = [...ends].sort((a, b) => (a.lease.key < b.lease.key ? -1 : 1));
    const usage = tallyUsage(sorted.map(measuredPart), lost);
    await writeKept(keeper, (admits) => store.end({ ends: sorted, usage, admits }));
    const lostCount = [...lost.values()].reduce((sum, count) => sum + count, 0);
    options.onEnded(sorted, lostCount);
  };

  /** Per lease that is in force the end that the first word about it makes. */
  const decideAll = (calls: readonly EndCall[], { now, leases }: LeasesInForce): ReadonlyMap<string, DecidedEnd> => {
    const decided = new Map<string, DecidedEnd>();
    for (const { token, verdict } of calls) {
      const lease = leases.get(token);
      if (lease !== undefined && !decided.has(token))
        decided.set(token, { kind: verdict.kind, end: decide(lease, verdict, now) });
    }
    return decided;
  };

  const lookAndEnd = async (calls: readonly EndCall[]): Promise<void> => {
    const decided = decideAll(calls, await store.readInForce(calls));
    const isHeard = ({ token, verdict: { kind } }: EndCall) =>
      decided.get(token)?.kind === kind || recent.find(token, kind) !== undefined;
    const lost = calls.filter((call) => !isHeard(call));
    if (decided.size === 0 && lost.length === 0) return;
    const ends = [...decided.values()].map(({ end }) => end);
    await commit(ends, countByUseCase(lost));
    for (const [token, { kind, end }] of decided) recent.set(token, { kind, outcome: outcomeOf(end.end) });
  };

  const lookUntilEnded = async (calls: readonly EndCall[]): Promise<void> => {
    for (let look = 1; ; look += 1) {
      try {
        await lookAndEnd(calls);
        return;
      } catch (error) {
        if (look < MAX_LOOKS && LOOK_AGAIN.test(sqlStateOf(error))) continue;
        for (const { token, verdict } of calls) recent.setUnknown(token, verdict.kind);
        throw error;
      }
    }
  };

  return {
    endByWord: async (calls) => {
      await lookUntilEnded(calls);
      return calls.map(({ token, verdict }) => recent.find(token, verdict.kind)?.outcome ?? LOST);
    },
    endExpired: async (expired, now) => {
      // What is not known here yet is left to an engine that knows how often it may be tried, or to this one, later.
      const leases = expired.filter(({ key }) => options.findUseCase(queueOfJobKey(key).useCaseNo) !== undefined);
      if (leases.length === 0) return 0;
      try {
        await commit(leases.map((lease) => decide(lease, { kind: 'expiry' }, now)));
        return leases.length;
      } catch (error) {
        if (LOOK_AGAIN.test(sqlStateOf(error))) return 0;
        throw error;
      }
    },
  };
}

interface DecidedEnd {
  readonly kind: LeaseVerdict['kind'];
  readonly end: LeaseEnd;
}

const LOST: LeaseOutcome = { kind: 'lost' };

/** Usage is what the pool's workers were measured to use; what a team says of its own machines stays with the attempt. */
function measuredPart({ lease, useCaseNo, end }: LeaseEnd) {
  return { job: { useCaseNo, attempt: lease.attempt }, ends: [{ ...end, cpuMs: 0 }] };
}

function countByUseCase(calls: readonly EndCall[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { key } of calls) {
    const { useCaseNo } = queueOfJobKey(key);
    counts.set(useCaseNo, (counts.get(useCaseNo) ?? 0) + 1);
  }
  return counts;
}

function outcomeOf({ outcome, endedAt, retryWaitMs }: AttemptEnd): LeaseOutcome {
  if (outcome === 'done') return { kind: 'done' };
  return outcome === 'dead' ? { kind: 'dead' } : { kind: 'retried', retryAt: endedAt + retryWaitMs };
}

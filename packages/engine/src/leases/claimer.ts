import { LeewayError } from '@leeway/domain/problem';
import type { ClaimedJob, ClaimGroup, GroupClaim } from '../queue/claim-foreign-jobs.ts';
import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { handOut } from './hand-out.ts';
import { type CallGroup, planClaims, rowsPerQueue } from './plan-claims.ts';
import type { QueueBounds, QueueLook } from './queue-bounds.ts';
import type { WaitingCall } from './waiting-call.ts';

/** Other engines take from the same queues: their statement is over after about so long. */
const CONTENDED_WAIT_MS = 10;
/** A call that would not wait looks again for so long when others were quicker. */
const CONTENDED_LIMIT_MS = 200;

export interface ClaimerOptions {
  readonly store: Pick<ForeignLeaseStore, 'claim'>;
  readonly bounds: QueueBounds;
  /** Whether jobs of a use case may start now: not while it is paused, nor below the floor of an incident mode. */
  readonly mayStart: (useCaseNo: number) => boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** A look at these queues found nothing, and took so long. */
  readonly onEmpty: (look: QueueLook, tookMs: number) => void;
  /** The call found nothing and has time left. */
  readonly onNothing: (call: WaitingCall) => void;
  readonly giveBack: (jobs: readonly ClaimedJob[]) => void;
}

export interface Claimer {
  /** Serves calls with the next statement. */
  serve(calls: readonly WaitingCall[]): void;
  /** Answers with nothing what no statement is under way for; resolves when the one under way is over. */
  stop(): Promise<void>;
}

/** Concurrent calls share one statement: while one is under way the next gathers, so that callers never queue up for locks. */
export function createClaimer(options: ClaimerOptions): Claimer {
  const { store, bounds, clock } = options;
  let pending: WaitingCall[] = [];
  let running: Promise<void> | null = null;
  let isStopping = false;

  const serve = (calls: readonly WaitingCall[]): void => {
    if (isStopping) {
      answerNothing(calls);
      return;
    }
    for (const call of calls) pending.push(call);
    running ??= Promise.resolve().then(work);
  };

  const work = async (): Promise<void> => {
    // One turn of the event loop lets calls that arrived together share the statement.
    await new Promise(setImmediate);
    while (pending.length > 0) {
      const { groups, later } = planClaims(pending.filter(isOpen));
      pending = [...later];
      await claimAll(groups);
    }
    running = null;
  };

  const claimAll = async (groups: readonly CallGroup[]): Promise<void> => {
    const isHeldBack = (group: CallGroup) => queuesOf(group).length === 0;
    for (const group of groups.filter(isHeldBack)) takeIn(group, { claim: NOTHING, looks: [], tookMs: 0 });
    const others = groups.filter((group) => !isHeldBack(group));
    if (others.length > 0) await claim(others);
  };

  const queuesOf = ({ calls }: CallGroup) =>
    (calls[0]?.queues ?? []).filter(({ useCaseNo }) => options.mayStart(useCaseNo));

  const claim = async (groups: readonly CallGroup[]): Promise<void> => {
    const looks = groups.map((group) => queuesOf(group).map((queue) => bounds.look(queue)));
    const startedAt = clock.elapsed();
    try {
      const claims = await store.claim(groups.map((group, index) => toClaimGroup(group, looks[index] ?? [])));
      const tookMs = clock.elapsed() - startedAt;
      for (const [index, group] of groups.entries())
        takeIn(group, { claim: claims[index] ?? NOTHING, looks: looks[index] ?? [], tookMs });
    } catch (error) {
      options.log.warn({ err: error }, 'lease calls not answered');
      for (const call of groups.flatMap((group) => group.calls)) answerOnce(call, () => call.reject(storeAway(error)));
    }
  };

  const takeIn = (group: CallGroup, { claim: found, looks, tookMs }: Found): void => {
    for (const [index, look] of looks.entries()) {
      const bound = found.bounds[index] ?? null;
      if (bound === null) options.onEmpty(look, tookMs);
      else bounds.advance(look, bound);
    }
    const { shares, left } = handOut(group.calls, found.jobs);
    for (const { call, jobs } of shares) answerOnce(call, () => call.resolve(jobs));
    if (left.length > 0) options.giveBack(left);
    const isChanged = looks.some((look) => bounds.isTakenBackSince(look));
    for (const call of group.calls) if (!call.isOver) decideNext(call, found, isChanged);
  };

  /** The call got nothing: is there more, were others quicker, or is there nothing? */
  const decideNext = (call: WaitingCall, found: GroupClaim, isChanged: boolean): void => {
    const spareMs = call.endAt - clock.elapsed();
    if (found.jobs.length > 0 || isChanged) serve([call]);
    else if (found.isContended && spareMs > -CONTENDED_LIMIT_MS) clock.after(CONTENDED_WAIT_MS, () => serve([call]));
    else if (spareMs <= 0) answerOnce(call, () => call.resolve([]));
    else options.onNothing(call);
  };

  const isOpen = (call: WaitingCall): boolean => {
    if (!call.isOver && !call.call.isAllowed()) answerOnce(call, () => call.reject(keyEnded()));
    return !call.isOver;
  };

  return {
    serve,
    stop: async () => {
      isStopping = true;
      answerNothing(pending.splice(0));
      while (running !== null) await running;
    },
  };
}

interface Found {
  readonly claim: GroupClaim;
  readonly looks: readonly QueueLook[];
  readonly tookMs: number;
}

function answerNothing(calls: readonly WaitingCall[]): void {
  for (const call of calls) answerOnce(call, () => call.resolve([]));
}

const NOTHING: GroupClaim = { jobs: [], isContended: false, bounds: [] };

export function answerOnce(call: WaitingCall, answer: () => void): void {
  if (call.isOver) return;
  call.isOver = true;
  answer();
}

function toClaimGroup({ calls, rowLimit, byteLimit }: CallGroup, looks: readonly QueueLook[]): ClaimGroup {
  const perQueue = rowsPerQueue(rowLimit, looks.length);
  const first = calls[0]?.call;
  return {
    queues: looks.map(({ low, high }) => ({ low, high, rowLimit: perQueue })),
    rowLimit,
    byteLimit,
    leaseMs: first?.leaseMs ?? 0,
    holder: first?.holder ?? '',
  };
}

function storeAway(cause: unknown): LeewayError {
  return new LeewayError('STORE_UNAVAILABLE', 'The store did not answer; what was leased, if anything, will expire', {
    retryAfterMs: 1_000,
    cause,
  });
}

function keyEnded(): LeewayError {
  return new LeewayError('UNAUTHENTICATED', 'This key was revoked or has expired while the call waited', {
    fields: [{ field: 'authorization', message: 'Use another key' }],
  });
}

import type { Lease } from '../queue/lease.ts';
import type { Bundle } from './bundle.ts';
import { placesOf } from './job-places.ts';
import type { CancelVerdict, ResultsMessage } from './protocol.ts';

/** A bundle that a worker process has, or that goes to it. */
export interface BundleInHand {
  /** Bundles of a slot are counted. */
  readonly no: number;
  readonly bundle: Bundle;
  reportedCount: number;
  /** When its turn came, or it last reported something; the clock of its time limit. */
  since: number;
  startedAt: number;
  /** Who waits to hear what a cancel found, by the job's position in the bundle. */
  readonly cancels: Map<number, ((verdict: CancelVerdict) => void)[]>;
}

/** The bundles of one slot, in the order in which its process runs them, and how much of the time there were any. */
export class BundlesInHand {
  readonly #bundles: BundleInHand[] = [];
  #lastNo = 0;
  #busyMs = 0;
  #viewedAt: number;

  constructor(now: number) {
    this.#viewedAt = now;
  }

  get first(): BundleInHand | undefined {
    return this.#bundles[0];
  }

  get isEmpty(): boolean {
    return this.#bundles.length === 0;
  }

  all(): BundleInHand[] {
    return [...this.#bundles];
  }

  /** Those that wait for the first. */
  behind(): BundleInHand[] {
    return this.#bundles.slice(1);
  }

  at(no: number): BundleInHand | undefined {
    return this.#bundles.find((each) => each.no === no);
  }

  find({ token }: Lease): BundleInHand | undefined {
    return this.#bundles.find(({ bundle }) => bundle.leases.some((lease) => lease.token === token));
  }

  add(bundle: Bundle, now: number): BundleInHand {
    this.#lastNo += 1;
    const added = { no: this.#lastNo, bundle, reportedCount: 0, since: now, startedAt: now, cancels: new Map() };
    this.#bundles.push(added);
    return added;
  }

  /** It has ended, or goes back. What was still asked about its jobs is answered; the next one's turn comes. */
  remove(removed: BundleInHand, now: number): void {
    const isFirst = this.first === removed;
    this.#bundles.splice(this.#bundles.indexOf(removed), 1);
    for (const tell of [...removed.cancels.values()].flat()) tell('ended');
    if (!isFirst) return;
    this.#busyMs += now - Math.max(removed.startedAt, this.#viewedAt);
    const next = this.first;
    if (next !== undefined) Object.assign(next, { since: now, startedAt: now });
  }

  /** Of the time since this was asked last, the share in which there was something in hand. */
  takeBusyShare(now: number): number {
    const started = this.first?.startedAt;
    const busyMs = this.#busyMs + (started === undefined ? 0 : now - Math.max(started, this.#viewedAt));
    const share = Math.min(1, busyMs / Math.max(1, now - this.#viewedAt));
    this.#busyMs = 0;
    this.#viewedAt = now;
    return share;
  }
}

/** Handlers can speak as their process does: what does not go on where the last report ended, or end where the bundle does, is not its own. */
export function goesOn({ bundle, reportedCount }: BundleInHand, { from, runMs, isLast }: ResultsMessage): boolean {
  const jobCount = bundle.leases.reduce((sum, { job }) => sum + job.jobCount, 0);
  const end = from + runMs.length;
  return from === reportedCount && end <= jobCount && (!isLast || end === jobCount);
}

/** Counting the jobs of the bundle; -1 where the lease is not in it. */
export function positionOf({ bundle }: BundleInHand, { token }: Lease, place: number): number {
  return placesOf(bundle).findIndex((found) => found.lease.token === token && found.place === place);
}

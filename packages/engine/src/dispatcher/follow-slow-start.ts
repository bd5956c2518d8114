import {
  advanceSlowStart,
  beginSlowStart,
  beginUnknown,
  forgetEarlier,
  type SlowStart,
  scaleSlowStart,
  slowStartLimit,
  WINDOW_MS,
} from '../capacity/slow-start.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { Meter } from './meter.ts';

export interface SlowStartLook {
  readonly now: number;
  /** This engine's part of the use case's shards. */
  readonly share: number;
  /** What it calls is overloaded. */
  readonly isCut: boolean;
  /** A grant lifts one of its limits. */
  readonly isLifted: boolean;
}

/** Whoever calls a downstream grows slowly, always; whoever comes back does until a minute passes in which that held nothing back. */
export function followSlowStart(meter: Meter, { downstreamIds }: UseCaseEntry, look: SlowStartLook): void {
  const callsOthers = downstreamIds.length > 0;
  const before = meter.slowStart;
  if (before === null) {
    // One that ran before it named a downstream called it all the same: nor is that growth.
    if (callsOthers)
      meter.slowStart =
        wasElsewhere(meter, look) || meter.share > 0 ? beginUnknown(look.now) : beginSlowStart(look.now);
  } else {
    const next = goOn(meter, before, look);
    const isOver = next.windowAt !== before.windowAt && before.count < slowStartLimit(before);
    meter.slowStart = isOver && !callsOthers ? null : next;
  }
  meter.share = look.share;
  meter.isLifted = look.isLifted;
}

/** What it started elsewhere is not known here: shards that came from another engine, or from before this one began, are no growth. */
function wasElsewhere(meter: Meter, { share, now }: SlowStartLook): boolean {
  return share > meter.share && (meter.share > 0 || now < WINDOW_MS);
}

function goOn(meter: Meter, slowStart: SlowStart, look: SlowStartLook): SlowStart {
  const { now, share, isCut, isLifted } = look;
  const hasMoved = meter.share > 0 && share !== meter.share;
  const own = hasMoved ? scaleSlowStart(slowStart, share / meter.share) : slowStart;
  if (wasElsewhere(meter, look)) return beginUnknown(now, own);
  const next = advanceSlowStart(own, now, isCut);
  return meter.isLifted && !isLifted ? forgetEarlier(next) : next;
}

'use client';
import { useSyncExternalStore } from 'react';
import { onTick, readClock, tickedClock } from '../clock.ts';
import { TierClock } from './tier-clock.ts';

const tierClock = new TierClock();

/** Told of every answer that is read again and again, on every page. */
export function observeTierClock(asOf: number): void {
  tierClock.observe(asOf, readClock());
}

function tierNow(): number | null {
  const aheadMs = tierClock.aheadMs;
  return aheadMs === null ? null : tickedClock() - aheadMs;
}

/** The tier's now, renewed each second, whatever the reader's clock says; null while nobody has told it. */
export function useTierNow(): number | null {
  return useSyncExternalStore<number | null>(onTick, tierNow, () => null);
}

/** The same for an answer that says itself when it was given. */
export function useStoreNow({ asOf }: { readonly asOf: number }): number {
  return useTierNow() ?? asOf;
}

/** How far the reader's clock is ahead of the tier's, in ms, once that is sure. */
export function useClockAhead(): number | null {
  return useSyncExternalStore<number | null>(
    onTick,
    () => (tierClock.isSure ? tierClock.aheadMs : null),
    () => null,
  );
}

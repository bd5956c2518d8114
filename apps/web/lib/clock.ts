'use client';
import { useSyncExternalStore } from 'react';

/** The browser's clock, in ms since 1970. Everything that needs the time takes it from here or as an argument. */
export const readClock = (): number => Date.now();

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = readClock();
  for (const listener of listeners) listener();
}

/** The same until the next second. */
export function tickedClock(): number {
  if (now === 0 || readClock() - now > 1_500) now = readClock();
  return now;
}

/** The reader's own clock, renewed each second, for ages that were measured by it; null while the page is not yet alive. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(onTick, tickedClock, () => null);
}

const never = () => () => {};

/** The reader's time zone; UTC while the page is not yet alive. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    never,
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
}

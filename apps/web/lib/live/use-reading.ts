'use client';
import { useLivePause } from './live-pause.tsx';

const READ_EVERY_MS = 2_000;

/** Options of a query that is read again and again while the page is seen, unless its reader has paused it. */
export function useReading() {
  const { isPaused } = useLivePause();
  return { refetchInterval: isPaused ? (false as const) : READ_EVERY_MS };
}

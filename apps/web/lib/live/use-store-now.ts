'use client';
import { useNow } from '../clock.ts';

interface Reading {
  /** The store's clock when the answer was given. */
  readonly asOf: number;
  /** The browser's clock when it came: `dataUpdatedAt` of the query. */
  readonly readAt: number;
}

/** The store's now, renewed each second: a countdown is right on a machine whose clock is wrong. */
export function useStoreNow({ asOf, readAt }: Reading): number {
  const now = useNow();
  return now === null ? asOf : asOf + Math.max(0, now - readAt);
}

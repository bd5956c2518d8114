'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False in the server's page and until the browser has brought it to life: what is typed or clicked before would be lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

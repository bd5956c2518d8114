'use client';
import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** What is written on the key that goes with a letter: `⌘` on Apple's keyboards, `Ctrl ` on the others. */
export function useCommandKey(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl '),
    () => 'Ctrl ',
  );
}

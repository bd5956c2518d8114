'use client';
import { useSyncExternalStore } from 'react';

const KEY = 'leeway-shortcuts';
const CHANGED = 'leeway-shortcuts-changed';

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener('storage', listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener('storage', listener);
  };
}

/** Single-key shortcuts can be switched off, for those whose voice or hand types them by accident. */
export function useShortcutSwitch(): { readonly isOn: boolean; readonly setOn: (isOn: boolean) => void } {
  const isOn = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(KEY) !== 'off',
    () => true,
  );
  const setOn = (next: boolean) => {
    localStorage.setItem(KEY, next ? 'on' : 'off');
    window.dispatchEvent(new Event(CHANGED));
  };
  return { isOn, setOn };
}

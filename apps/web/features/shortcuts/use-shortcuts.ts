'use client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { readClock } from '#lib/clock.ts';
import { matchShortcut, type Shortcut } from './match-shortcut.ts';

/** How long the first of two keys waits for the second. */
const PAIR_MS = 1_200;
const FIELDS =
  'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]';

/** Listens to the whole page, except in fields and popups. */
export function useShortcuts(shortcuts: readonly Shortcut[], isOn: boolean): void {
  const pending = useRef<{ key: string; at: number } | null>(null);
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const first = pending.current !== null && readClock() - pending.current.at < PAIR_MS ? pending.current.key : null;
    const match = matchShortcut(shortcuts, first, {
      key: event.key,
      hasModifier: event.metaKey || event.ctrlKey || event.altKey,
      isInField: target?.closest(FIELDS) != null,
    });
    pending.current = match.kind === 'prefix' ? { key: match.key, at: readClock() } : null;
    if (match.kind !== 'run') return;
    event.preventDefault();
    match.shortcut.run();
  });
  useEffect(() => {
    if (!isOn) return;
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}

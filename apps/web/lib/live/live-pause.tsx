'use client';
import { createContext, type ReactNode, use, useMemo, useState, useSyncExternalStore } from 'react';

interface LivePause {
  readonly isPaused: boolean;
  readonly toggle: () => void;
}

const LivePauseContext = createContext<LivePause>({ isPaused: false, toggle: () => {} });

/** One pause switch for every live figure of the console. */
export function LivePauseProvider({ children }: { readonly children: ReactNode }) {
  const [isPaused, setPaused] = useState(false);
  const value = useMemo(() => ({ isPaused, toggle: () => setPaused((before) => !before) }), [isPaused]);
  return <LivePauseContext value={value}>{children}</LivePauseContext>;
}

export const useLivePause = (): LivePause => use(LivePauseContext);

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Whether anybody can see the page: a hidden one needs no stream. */
export function usePageVisible(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.visibilityState === 'visible',
    () => true,
  );
}

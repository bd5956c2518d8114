import type { Settlement } from './settlement.ts';

const PROBE_MS = 1_000;

export interface SetAside {
  add(settlement: Settlement): void;
  /** These are settled or refused: where what was tried again is among them, everybody is tried again. */
  ended(settlements: readonly Settlement[]): void;
}

/**
 * Results that the store cannot take now, as a page that they need is damaged. They keep their leases, and one of them in turn
 * is tried again each second, so that all others are settled meanwhile.
 */
export function createSetAside(
  wait: (ms: number) => Promise<void>,
  tryAgain: (settlements: readonly Settlement[]) => void,
): SetAside {
  let waiting: Settlement[] = [];
  let probe: Settlement | null = null;
  let isPlanned = false;

  const tryOne = (): void => {
    isPlanned = false;
    probe = waiting.shift() ?? null;
    if (probe !== null) tryAgain([probe]);
  };

  return {
    add: (settlement) => {
      waiting.push(settlement);
      if (isPlanned) return;
      isPlanned = true;
      void wait(PROBE_MS).then(tryOne);
    },
    ended: (settlements) => {
      const tried = probe?.job.key;
      if (tried === undefined || !settlements.some(({ job }) => job.key === tried)) return;
      probe = null;
      const others = waiting;
      waiting = [];
      if (others.length > 0) tryAgain(others);
    },
  };
}

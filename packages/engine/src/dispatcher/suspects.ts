/** After a process died with several jobs in hand, the use case's jobs go alone for this long, so that the next death names its job. */
const SUSPECT_MS = 60_000;

export interface Suspects {
  add(useCaseNo: number): void;
  isSuspect(useCaseNo: number): boolean;
}

export function createSuspects(elapsed: () => number): Suspects {
  const until = new Map<number, number>();
  return {
    add: (useCaseNo) => until.set(useCaseNo, elapsed() + SUSPECT_MS),
    isSuspect: (useCaseNo) => (until.get(useCaseNo) ?? 0) > elapsed(),
  };
}

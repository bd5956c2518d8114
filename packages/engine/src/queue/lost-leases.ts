/** Results that came too late, by use case, until a settlement writes their number. */
export type LostLeases = ReadonlyMap<number, number>;

export interface LostLeaseCounter {
  count(useCaseNo: number, jobCount?: number): void;
  /** What one statement is to write; it is no longer here. */
  take(): LostLeases;
  /** What that statement has certainly not written. */
  giveBack(lost: LostLeases): void;
}

export function createLostLeaseCounter(): LostLeaseCounter {
  let counts = new Map<number, number>();
  const count = (useCaseNo: number, jobCount = 1): void => {
    counts.set(useCaseNo, (counts.get(useCaseNo) ?? 0) + jobCount);
  };
  return {
    count,
    take: () => {
      const taken = counts;
      counts = new Map();
      return taken;
    },
    giveBack: (lost) => {
      for (const [useCaseNo, jobCount] of lost) count(useCaseNo, jobCount);
    },
  };
}

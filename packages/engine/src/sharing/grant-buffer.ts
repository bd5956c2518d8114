import type { GrantSample, GrantWaitSample } from '../capacity/capacity-sample.ts';

type Used = Omit<GrantSample, 'waits'>;

/** What was used of a grant since it was last written. */
export interface GrantSums extends Used {
  cpuMs: number;
  jobMs: number;
  slotMs: number;
  submittedCount: number;
  firstAt: number;
  lastAt: number;
  readonly waits: Map<number, { -readonly [Name in keyof GrantWaitSample]: GrantWaitSample[Name] }>;
}

/** Adds up what was used of grants until it is taken to be written. */
export class GrantBuffer {
  #grants = new Map<string, GrantSums>();

  add({ grantId, useCaseNo, cpuMs, jobMs, slotMs, waits }: GrantSample, at: number): void {
    const sums = this.#sumsOf(grantId, useCaseNo, at);
    sums.cpuMs += cpuMs;
    sums.jobMs += jobMs;
    sums.slotMs += slotMs;
    for (const wait of waits) {
      const sum = sums.waits.get(wait.useCaseNo);
      if (sum === undefined) sums.waits.set(wait.useCaseNo, { ...wait });
      else {
        sum.slotMs += wait.slotMs;
        sum.heldUpMs += wait.heldUpMs;
      }
    }
  }

  /** Jobs that only it let in; below zero where they were not stored after all. */
  addSubmits(grantId: string, useCaseNo: number, { count, at }: { readonly count: number; readonly at: number }): void {
    this.#sumsOf(grantId, useCaseNo, at).submittedCount += count;
  }

  take(): GrantSums[] {
    const all = [...this.#grants.values()];
    this.#grants = new Map();
    return all.sort((a, b) => (a.grantId < b.grantId ? -1 : 1));
  }

  /** What could not be written, for the next time. */
  putBack(all: readonly GrantSums[]): void {
    for (const { waits, submittedCount, firstAt, ...used } of all) {
      this.add({ ...used, waits: [...waits.values()] }, firstAt);
      this.addSubmits(used.grantId, used.useCaseNo, { count: submittedCount, at: used.lastAt });
    }
  }

  #sumsOf(grantId: string, useCaseNo: number, at: number): GrantSums {
    const found = this.#grants.get(grantId);
    if (found !== undefined) {
      found.firstAt = Math.min(found.firstAt, at);
      found.lastAt = Math.max(found.lastAt, at);
      return found;
    }
    const none = { cpuMs: 0, jobMs: 0, slotMs: 0, submittedCount: 0 };
    const sums = { grantId, useCaseNo, ...none, firstAt: at, lastAt: at, waits: new Map() };
    this.#grants.set(grantId, sums);
    return sums;
  }
}

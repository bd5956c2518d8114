import { fullBalance, type QuotaBalance } from '../capacity/cpu-quota.ts';
import type { SlowStart } from '../capacity/slow-start.ts';
import type { UseCaseEntry } from '../registry/entries.ts';
import type { GrantMeter } from './grant-meter.ts';
import { RunEstimate } from './run-estimates.ts';

/** What one job was charged when it started. */
export interface Charge {
  readonly cpuMs: number;
  readonly slotMs: number;
}

/** What the dispatcher knows of one use case: what it was charged, what it holds, what its jobs take. */
export interface Meter {
  readonly useCaseNo: number;
  /** As the registry had it when it was last looked at; undefined where nobody knows it. */
  useCase: UseCaseEntry | undefined;
  readonly estimate: RunEstimate;
  /** Slot time by its weight: what fair sharing compares. */
  virtualTime: number;
  quota: QuotaBalance;
  /** Of opportunistic work. */
  shift: QuotaBalance;
  slowStart: SlowStart | null;
  /** The engine's part of its shards when it was last looked at. */
  share: number;
  /** Whether a grant lifted one of its limits then. */
  isLifted: boolean;
  /** What it was charged since the last sample: slot ms, CPU ms. */
  chargedSlotMs: number;
  chargedCpuMs: number;
  /** While a grant lifts one of its limits, or what it let start still runs. */
  grant: GrantMeter | null;
}

/** The meters of all use cases that had something to do since this process began. */
export class Meters {
  readonly #meters = new Map<number, Meter>();

  of(useCaseNo: number): Meter {
    const found = this.#meters.get(useCaseNo);
    if (found !== undefined) return found;
    const meter: Meter = {
      useCaseNo,
      useCase: undefined,
      estimate: new RunEstimate(),
      virtualTime: 0,
      quota: fullBalance(0),
      shift: fullBalance(0),
      slowStart: null,
      share: 0,
      isLifted: false,
      chargedSlotMs: 0,
      chargedCpuMs: 0,
      grant: null,
    };
    this.#meters.set(useCaseNo, meter);
    return meter;
  }

  all(): Iterable<Meter> {
    return this.#meters.values();
  }
}

import { MINUTE_MS } from '@leeway/domain/units';
import type { CapacitySample, PoolSample, SharingSample } from '../capacity/capacity-sample.ts';

type SumName = 'entitledMs' | 'receivedMs' | 'backloggedMs' | 'sufferedMs' | 'causedMs' | 'grantedCpuMs';
type Sums = { -readonly [Name in SumName]: number };

/** What samples of one minute come to for one use case. */
export interface SharingSums extends Sums {
  readonly useCaseNo: number;
  readonly gateMs: Map<string, number>;
}

export interface SharingMinute {
  readonly minuteAt: number;
  readonly useCases: Map<number, SharingSums>;
  pool: PoolSample;
}

const NO_POOL: PoolSample = { slotMs: 0, busySlotMs: 0, cpuCapacityMs: 0, cpuMs: 0, opportunisticCpuMs: 0 };

/** Adds up samples by minute until they are taken to be written. */
export class SharingBuffer {
  #minutes = new Map<number, SharingMinute>();

  add({ storeNow, elapsedMs, sharing, grants, pool }: CapacitySample): void {
    const minuteAt = Math.floor(storeNow / MINUTE_MS) * MINUTE_MS;
    const minute = this.#minutes.get(minuteAt) ?? { minuteAt, useCases: new Map(), pool: NO_POOL };
    this.#minutes.set(minuteAt, minute);
    for (const sample of sharing) addUp(minute, sample, elapsedMs);
    for (const { useCaseNo, cpuMs } of grants) sumsOf(minute, useCaseNo).grantedCpuMs += cpuMs;
    minute.pool = {
      slotMs: minute.pool.slotMs + pool.slotMs,
      busySlotMs: minute.pool.busySlotMs + pool.busySlotMs,
      cpuCapacityMs: minute.pool.cpuCapacityMs + pool.cpuCapacityMs,
      cpuMs: minute.pool.cpuMs + pool.cpuMs,
      opportunisticCpuMs: minute.pool.opportunisticCpuMs + pool.opportunisticCpuMs,
    };
  }

  take(): SharingMinute[] {
    const minutes = [...this.#minutes.values()];
    this.#minutes = new Map();
    return minutes;
  }

  /** What could not be written, for the next time: it is kept for an hour. */
  putBack(minutes: readonly SharingMinute[], now: number): void {
    for (const minute of minutes)
      if (minute.minuteAt > now - 60 * MINUTE_MS && !this.#minutes.has(minute.minuteAt))
        this.#minutes.set(minute.minuteAt, minute);
  }
}

function sumsOf({ useCases }: SharingMinute, useCaseNo: number): SharingSums {
  const found = useCases.get(useCaseNo);
  if (found !== undefined) return found;
  const sums = {
    useCaseNo,
    entitledMs: 0,
    receivedMs: 0,
    backloggedMs: 0,
    sufferedMs: 0,
    causedMs: 0,
    grantedCpuMs: 0,
    gateMs: new Map<string, number>(),
  };
  useCases.set(useCaseNo, sums);
  return sums;
}

function addUp(minute: SharingMinute, sample: SharingSample, elapsedMs: number): void {
  const sums = sumsOf(minute, sample.useCaseNo);
  sums.entitledMs += sample.entitledMs;
  sums.receivedMs += sample.receivedMs;
  sums.backloggedMs += sample.backloggedMs;
  sums.sufferedMs += sample.sufferedMs;
  sums.causedMs += sample.causedMs;
  if (sample.gate !== null) sums.gateMs.set(sample.gate, (sums.gateMs.get(sample.gate) ?? 0) + elapsedMs);
}

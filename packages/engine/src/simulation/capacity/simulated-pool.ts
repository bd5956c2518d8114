import type { PoolSize } from '../../capacity/dominant-share.ts';
import { slotMsOf } from '../../capacity/dominant-share.ts';
import type { Lease } from '../../queue/lease.ts';
import type { Failure } from '../../queue/settlement.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { AttemptResult } from '../../workers/attempt-result.ts';
import type { Bundle } from '../../workers/bundle.ts';
import type { DownstreamLoad } from './downstream-load.ts';
import type { SimulatedJob } from './job-lane.ts';

/** A handler that is told that what it calls is overloaded ends at once. */
const REFUSED_RUN_MS = 20;
const TIMED_OUT: Failure = { code: 'TIMEOUT', message: 'Did not return in time' };
const OVERLOADED: Failure = { code: 'DOWNSTREAM_OVERLOAD', message: 'What it calls is overloaded' };

/** A bundle in a slot. */
export interface Running {
  readonly useCase: UseCaseEntry;
  readonly startedAt: number;
  readonly endedAt: number;
  /** CPU ms per ms that it would use on a core of its own, and that it uses. */
  readonly wantedCpuRate: number;
  readonly cpuRate: number;
  /** Dominant share, in slots. */
  readonly slotRate: number;
  readonly results: readonly { readonly lease: Lease; readonly result: AttemptResult }[];
}

/**
 * Slots that run what they are given. Where all of them together want more CPU than there is, what starts takes longer by
 * that much: fixed at the start of a bundle, so that each is one event.
 */
export class SimulatedPool {
  readonly #running = new Map<number, Running>();
  readonly #fleet: PoolSize;
  readonly #downstreams: DownstreamLoad;
  #wantedCpuRate = 0;
  #memoryMb = 0;

  constructor(fleet: PoolSize, downstreams: DownstreamLoad) {
    this.#fleet = fleet;
    this.#downstreams = downstreams;
  }

  /** CPU ms per ms that all that runs would use if each slot had a core. */
  get wantedCpuRate(): number {
    return this.#wantedCpuRate;
  }

  get memoryMb(): number {
    return this.#memoryMb;
  }

  get busyCount(): number {
    return this.#running.size;
  }

  all(): Iterable<Running> {
    return this.#running.values();
  }

  /** Runs a bundle; returns when it ends. */
  start(slot: number, { useCase, leases }: Bundle, now: number): Running {
    const jobs = leases.map(({ job }) => job as SimulatedJob);
    const wantedCpuRate = cpuRateOf(jobs);
    const stretch = Math.max(1, (this.#wantedCpuRate + wantedCpuRate) / this.#fleet.cpuCount);
    const results: { lease: Lease; result: AttemptResult }[] = [];
    let at = now;
    let cpuMs = 0;
    for (const lease of leases) {
      const result = this.#runOne(lease.job as SimulatedJob, { useCase, stretch, at });
      at = result.endedAt;
      cpuMs += result.cpuMs;
      results.push({ lease, result });
    }
    const runMs = Math.max(at - now, 1e-6);
    const slotRate = slotMsOf({ runMs, cpuMs, memoryMb: useCase.memoryLimitMb }, this.#fleet) / runMs;
    const running = { useCase, startedAt: now, endedAt: at, wantedCpuRate, cpuRate: cpuMs / runMs, slotRate, results };
    this.#running.set(slot, running);
    this.#wantedCpuRate += wantedCpuRate;
    this.#memoryMb += useCase.memoryLimitMb;
    return running;
  }

  end(slot: number): Running {
    const running = this.#running.get(slot);
    if (running === undefined) throw new Error(`slot ${slot} runs nothing`);
    this.#running.delete(slot);
    this.#wantedCpuRate = this.#running.size === 0 ? 0 : this.#wantedCpuRate - running.wantedCpuRate;
    this.#memoryMb -= running.useCase.memoryLimitMb;
    return running;
  }

  #runOne(
    job: SimulatedJob,
    { useCase, stretch, at }: { readonly useCase: UseCaseEntry; readonly stretch: number; readonly at: number },
  ): AttemptResult {
    const isWell = useCase.downstreamIds.length === 0 || this.#downstreams.call(useCase.downstreamIds, at);
    const wholeMs = isWell ? job.runMs * stretch : Math.min(job.runMs, REFUSED_RUN_MS);
    const runMs = Math.min(wholeMs, useCase.timeoutMs);
    const part = Number.isFinite(wholeMs) ? runMs / Math.max(wholeMs, 1e-6) : 1;
    const cpuMs = isWell ? job.cpuMs * part : Math.min(job.cpuMs, runMs);
    const failure = isWell ? (wholeMs > useCase.timeoutMs ? TIMED_OUT : null) : OVERLOADED;
    return { place: 0, startedAt: at, endedAt: at + runMs, runMs, cpuMs, memoryMb: useCase.memoryLimitMb, failure };
  }
}

function cpuRateOf(jobs: readonly SimulatedJob[]): number {
  let runMs = 0;
  let cpuMs = 0;
  for (const job of jobs) {
    runMs += job.runMs;
    cpuMs += job.cpuMs;
  }
  return runMs > 0 ? cpuMs / runMs : 0;
}

import type { DispatcherEffect, DispatcherEvent } from '../../dispatcher/dispatcher-event.ts';
import type { Settlement } from '../../queue/settlement.ts';
import { DownstreamLoad, type DownstreamTally } from './downstream-load.ts';
import { createEventQueue, type SimulationEvent } from './event-queue.ts';
import { JobLane, type SimulatedJob } from './job-lane.ts';
import { SharingBook, STRETCH_MS } from './sharing-book.ts';
import { SimulatedPool } from './simulated-pool.ts';
import type { SimulationPlan } from './simulation-plan.ts';
import type { Tier } from './tier.ts';
import { UseCaseTally } from './use-case-tally.ts';

const TICK_MS = 1_000;
/** Rows of a use case in memory: with fewer than half of it more are read. A bundle holds 200 at most. */
const WINDOW = 512;
/** From here on slots stand in each other's way. */
const CPU_FULL = 0.98;

/** What a run left behind, to be made a report of. */
export interface SimulationRecord {
  readonly plan: SimulationPlan;
  readonly tallies: readonly UseCaseTally[];
  readonly book: SharingBook;
  readonly downstreams: readonly DownstreamTally[];
  /** Jobs that had not started at the end, by use case. */
  readonly waitingCounts: readonly number[];
  readonly eventCount: number;
}

export interface RunHooks {
  /** Called about every simulated minute. */
  readonly onProgress?: (nowMs: number) => void;
}

/** Runs a plan on a tier under virtual time, from 0 until its end; what has not started then is counted as waiting. */
export function simulateCapacity(plan: SimulationPlan, tier: Tier, hooks: RunHooks = {}): SimulationRecord {
  return new CapacityRun(plan, tier, hooks).run();
}

class CapacityRun {
  readonly #plan: SimulationPlan;
  readonly #tier: Tier;
  readonly #hooks: RunHooks;
  readonly #events = createEventQueue();
  readonly #lanes: readonly JobLane[];
  readonly #tallies: readonly UseCaseTally[];
  readonly #book: SharingBook;
  readonly #downstreams: DownstreamLoad;
  readonly #pool: SimulatedPool;
  /** Lanes whose next event is planned; the others wait for room in the window. */
  readonly #isPlanned: boolean[];
  readonly #isBacklogged: boolean[];
  readonly #readyBefore: number[];
  readonly #attemptsBefore: number[];
  #now = 0;
  #eventCount = 0;
  #mayStartMore = false;

  constructor(plan: SimulationPlan, tier: Tier, hooks: RunHooks) {
    this.#plan = plan;
    this.#tier = tier;
    this.#hooks = hooks;
    const time = { fromMs: plan.measureFromMs, untilMs: plan.untilMs };
    this.#lanes = plan.useCases.map((useCase) => new JobLane(useCase));
    this.#tallies = plan.useCases.map(() => new UseCaseTally(time));
    this.#book = new SharingBook(plan.useCases, plan.fleet, time);
    this.#downstreams = new DownstreamLoad(plan.downstreams, plan.untilMs);
    this.#pool = new SimulatedPool(plan.fleet, this.#downstreams);
    this.#isPlanned = plan.useCases.map(() => false);
    this.#isBacklogged = plan.useCases.map(() => true);
    this.#readyBefore = plan.useCases.map(() => 0);
    this.#attemptsBefore = plan.useCases.map(() => 0);
  }

  run(): SimulationRecord {
    const { fleet, grants, incidentModes, untilMs } = this.#plan;
    for (let slot = 0; slot < fleet.slotCount; slot++) this.#step({ kind: 'slotFreed', slot, memoryLimitMb: 0 });
    for (const { startsAt, endsAt } of grants) this.#planChange(startsAt, endsAt);
    for (const { startedAt, endsAt } of incidentModes) this.#planChange(startedAt, endsAt);
    for (const lane of this.#lanes.keys()) this.#planLane(lane);
    this.#events.push(TICK_MS, { kind: 'tick' });
    for (let at = this.#events.nextAt(); at !== undefined && at <= untilMs; at = this.#events.nextAt()) {
      this.#now = at;
      this.#runInstant(at);
    }
    return this.#conclude();
  }

  /** All that happens at one instant, then one decision about what starts; again while that leaves room for more. */
  #runInstant(at: number): void {
    while (this.#events.nextAt() === at) {
      this.#eventCount += 1;
      this.#happen(this.#events.pop() as SimulationEvent);
    }
    do {
      this.#mayStartMore = false;
      this.#step({ kind: 'dispatch' });
    } while (this.#mayStartMore);
  }

  #happen(event: SimulationEvent): void {
    if (event.kind === 'arrival') {
      this.#isPlanned[event.lane] = false;
      this.#fill(event.lane);
    } else if (event.kind === 'ended') this.#endBundle(event.slot);
    else if (event.kind === 'retry') this.#step({ kind: 'arrived', jobs: [event.job] });
    else if (event.kind === 'policyChanged') this.#step(event);
    else if (event.kind === 'tick') this.#tick();
  }

  #step(event: DispatcherEvent): void {
    for (const effect of this.#tier.step(event, this.#now)) this.#carryOut(effect);
  }

  #carryOut(effect: DispatcherEffect): void {
    switch (effect.kind) {
      case 'run': {
        const running = this.#pool.start(effect.slot, effect.bundle, this.#now);
        this.#tallyOf(effect.bundle.useCase.no).countStarts(running);
        this.#events.push(running.endedAt, { kind: 'ended', slot: effect.slot });
        return;
      }
      case 'taken': {
        const lane = (effect.jobs[0]?.useCaseNo ?? 0) - 1;
        if (lane >= 0 && !this.#isPlanned[lane]) this.#fill(lane);
        return;
      }
      case 'settle':
        for (const settlement of effect.settlements) this.#settle(settlement);
        return;
      case 'dispatchAfter':
        this.#events.push(this.#now + effect.delayMs, { kind: 'wake' });
        return;
      case 'sampled':
        for (const { useCaseNo, gate } of effect.sample.sharing)
          if (gate !== null) this.#tallyOf(useCaseNo).cause = gate;
        return;
    }
  }

  /** Reads on in the store where there is room in the window, and plans when to look again. */
  #fill(index: number): void {
    const lane = this.#laneAt(index);
    const room = WINDOW - this.#tier.readyCountOf(index + 1);
    if (room >= WINDOW / 2) {
      const jobs = lane.take(this.#now, room);
      if (jobs.length > 0) {
        this.#tallyOf(index + 1).countTaken(jobs);
        this.#step({ kind: 'arrived', jobs });
        this.#mayStartMore = true;
      }
    }
    this.#planLane(index);
  }

  #planLane(index: number): void {
    const at = this.#laneAt(index).nextAt();
    // What is behind is read when its window has room again.
    if (at === undefined || at >= this.#plan.untilMs || (at <= this.#now && at > 0)) return;
    this.#isPlanned[index] = true;
    this.#events.push(at, { kind: 'arrival', lane: index });
  }

  #endBundle(slot: number): void {
    const running = this.#pool.end(slot);
    this.#charge(running, this.#now);
    this.#book.countEnds(running);
    this.#step({ kind: 'reported', results: running.results });
    this.#step({ kind: 'slotFreed', slot, memoryLimitMb: running.useCase.memoryLimitMb });
  }

  #charge(running: Parameters<SharingBook['held']>[0], now: number): void {
    const cpuMs = this.#book.held(running, now);
    if (now > this.#plan.measureFromMs) this.#tallyOf(running.useCase.no).cpuMs += cpuMs;
  }

  #settle(settlement: Settlement): void {
    this.#tallyOf(settlement.job.useCaseNo).countEnds(settlement);
    const retryWaitMs = settlement.ends[0]?.outcome === 'retried' ? settlement.ends[0].retryWaitMs : null;
    if (retryWaitMs === null) return;
    const job = { ...(settlement.job as SimulatedJob), attempt: settlement.job.attempt + 1 };
    this.#events.push(this.#now + retryWaitMs, { kind: 'retry', job });
  }

  #tick(): void {
    this.#step({ kind: 'tick' });
    this.#book.noteMemory(this.#pool.memoryMb, this.#now);
    const isCpuFull = this.#pool.wantedCpuRate >= CPU_FULL * this.#plan.fleet.cpuCount;
    for (const [index, tally] of this.#tallies.entries()) {
      if (!this.#stoodReady(index, tally)) this.#isBacklogged[index] = false;
      if (tally.cause === 'turn' || tally.cause === 'cpu') tally.cause = isCpuFull ? 'cpu' : 'turn';
    }
    if (this.#now % STRETCH_MS === 0) this.#closeStretch();
    if (this.#now % 60_000 === 0) this.#hooks.onProgress?.(this.#now);
    this.#events.push(this.#now + TICK_MS, { kind: 'tick' });
  }

  /** Whether a job that was ready at the last tick still is, and no limit of its own use case keeps it back. */
  #stoodReady(index: number, tally: UseCaseTally): boolean {
    const nextAt = this.#laneAt(index).nextAt();
    const isBehind = nextAt !== undefined && nextAt <= this.#now - TICK_MS;
    const startedCount = tally.attemptCount - (this.#attemptsBefore[index] ?? 0);
    const hasLeft = isBehind || (this.#readyBefore[index] ?? 0) > startedCount;
    const readyCount = this.#tier.readyCountOf(index + 1);
    this.#readyBefore[index] = readyCount;
    this.#attemptsBefore[index] = tally.attemptCount;
    if (readyCount === 0) tally.cause = 'turn';
    return hasLeft && (tally.cause === 'turn' || tally.cause === 'cpu' || tally.cause === 'memory');
  }

  #closeStretch(): void {
    for (const running of this.#pool.all()) this.#charge(running, this.#now);
    this.#book.close(
      this.#now,
      this.#isBacklogged.map((isBacklogged, index) => (isBacklogged ? this.#waitingOf(index) : 0)),
    );
    this.#isBacklogged.fill(true);
  }

  /** What is still in the store is no number. */
  #waitingOf(index: number): number {
    const nextAt = this.#laneAt(index).nextAt();
    const isBehind = nextAt !== undefined && nextAt <= this.#now;
    return isBehind ? Number.POSITIVE_INFINITY : this.#tier.readyCountOf(index + 1);
  }

  #conclude(): SimulationRecord {
    const { measureFromMs, untilMs, useCases } = this.#plan;
    this.#now = untilMs;
    this.#closeStretch();
    const waitingCounts = useCases.map(({ entry }, index) => {
      const tally = this.#tallyOf(entry.no);
      const dueUntil = Math.max(measureFromMs, untilMs - entry.delayToleranceMs);
      const dueCount = tally.takenDueCount + this.#laneAt(index).countLeft(measureFromMs, dueUntil);
      const leftCount = this.#laneAt(index).countLeft(dueUntil, untilMs) + dueCount - tally.takenDueCount;
      tally.countWaiting(dueCount - tally.startedCount);
      return tally.takenCount + leftCount - tally.startedCount;
    });
    const record = { plan: this.#plan, tallies: this.#tallies, book: this.#book, waitingCounts };
    return { ...record, downstreams: this.#downstreams.tallies(), eventCount: this.#eventCount };
  }

  #planChange(fromMs: number, toMs: number): void {
    for (const at of [fromMs, toMs]) this.#events.push(Math.max(0, at), { kind: 'policyChanged' });
  }

  #laneAt(index: number): JobLane {
    return this.#lanes[index] as JobLane;
  }

  #tallyOf(useCaseNo: number): UseCaseTally {
    return this.#tallies[useCaseNo - 1] as UseCaseTally;
  }
}

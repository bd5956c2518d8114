import { LIMITS } from '@leeway/domain/limits';
import type { Arrival } from '@leeway/trace/plan-arrivals';
import type { Clock } from './clock.ts';
import type { Batch } from './submit-batch.ts';

/** The arrivals of one use case that are still to be sent, in order of time. */
export interface Lane {
  readonly useCase: string;
  readonly arrivals: Iterator<Arrival>;
  next: Arrival | undefined;
}

export interface PaceOptions {
  readonly lanes: readonly Lane[];
  /** The recorded instant to begin at, in ms since midnight. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly speed: number;
  readonly tickMs: number;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  /** Takes over a batch; may take its time, which holds back the next ones. */
  readonly send: (batch: Batch) => Promise<void>;
  /** Told after every tick: everything before this instant is sent, in ms since midnight. */
  readonly onSent?: (untilMs: number) => void;
}

export function createLane(useCase: string, arrivals: Iterator<Arrival>): Lane {
  const lane: Lane = { useCase, arrivals, next: undefined };
  advance(lane);
  return lane;
}

function advance(lane: Lane): void {
  const step = lane.arrivals.next();
  lane.next = step.done === true ? undefined : step.value;
}

function takeDue(lane: Lane, dueUntilMs: number): Batch {
  const jobs: Batch['jobs'][number][] = [];
  while (lane.next !== undefined && lane.next.atMs < dueUntilMs && jobs.length < LIMITS.jobsPerRequest) {
    const { cpuMs, memoryMb } = lane.next;
    jobs.push({ payload: { cpuMs, memoryMb } });
    advance(lane);
  }
  return { useCase: lane.useCase, jobs };
}

/** Sends everything that is due by now: each use case one batch, again for those that have more than one request holds. */
async function sendDue(options: PaceOptions, dueUntilMs: number): Promise<void> {
  let busy = options.lanes;
  while (busy.length > 0 && !options.stop.aborted) {
    const full: Lane[] = [];
    for (const lane of busy) {
      const batch = takeDue(lane, dueUntilMs);
      if (batch.jobs.length > 0) await options.send(batch);
      if (batch.jobs.length === LIMITS.jobsPerRequest) full.push(lane);
      if (options.stop.aborted) return;
    }
    busy = full;
  }
}

/**
 * Plays the arrivals against the clock until all are sent or `stop` aborts. Where `send` holds it back it falls behind
 * and catches up as fast as it may: nothing is left out.
 */
export async function paceArrivals(options: PaceOptions): Promise<void> {
  const { fromMs, toMs, speed, tickMs, clock, stop } = options;
  const startedAt = clock.now();
  for (let tick = 1; !stop.aborted; tick += 1) {
    const waitMs = startedAt + tick * tickMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, stop);
    const dueUntilMs = Math.min(toMs, fromMs + (clock.now() - startedAt) * speed);
    if (!stop.aborted) await sendDue(options, dueUntilMs);
    if (!stop.aborted) options.onSent?.(dueUntilMs);
    if (dueUntilMs >= toMs) return;
    tick = Math.max(tick, Math.floor((clock.now() - startedAt) / tickMs));
  }
}

/** Jobs that were planned and are still in no batch. */
export function countLeft(lanes: readonly Lane[]): number {
  let count = 0;
  for (const lane of lanes) {
    for (; lane.next !== undefined; advance(lane)) count += 1;
  }
  return count;
}

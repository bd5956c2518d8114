import { createLeeway } from '@leeway/sdk';
import { planArrivals } from '@leeway/trace/plan-arrivals';
import type { Clock } from './clock.ts';
import { countEnded } from './counts.ts';
import { createGate } from './gate.ts';
import { countInvocations } from './load-trace.ts';
import type { ReplayOptions } from './options.ts';
import { countLeft, createLane, paceArrivals } from './pace-arrivals.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import type { Progress } from './progress.ts';
import { createRateMeter } from './rate-meter.ts';
import { submitBatch } from './submit-batch.ts';
import type { Tally } from './tally.ts';
import type { TierWatch } from './watch-tier.ts';

export interface SendDay {
  readonly options: ReplayOptions;
  readonly planned: readonly PlannedUseCase[];
  readonly apiKey: string;
  readonly tally: Tally;
  readonly watch: TierWatch;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly stop: AbortSignal;
}

const TICK_MS = 250;
const REQUESTS_AT_ONCE = 16;
const REQUEST_TIMEOUT_MS = 30_000;
const MINUTE_MS = 60_000;
/** Behind the clock by less than this is nobody's concern. */
const TOLERATED_LAG_MS = 1_000;

/** Submits the window's arrivals at their moments; returns when all are answered, or were stopped. */
export async function sendDay(day: SendDay): Promise<void> {
  const { options, clock, tally, stop } = day;
  const leeway = createLeeway({
    url: options.engineUrl,
    apiKey: day.apiKey,
    timeoutMs: REQUEST_TIMEOUT_MS,
    maxRetries: 0,
  });
  const lanes = day.planned.map(({ traced, registration }) =>
    createLane(registration.name, planArrivals({ ...options, function: traced })),
  );
  const gate = createGate(REQUESTS_AT_ONCE);
  const fromMs = options.fromMinute * MINUTE_MS;
  const toMs = options.toMinute * MINUTE_MS;
  const display = keepShowing(day, { fromMs, toMs });
  try {
    await paceArrivals({
      ...{ lanes, clock, stop, fromMs, toMs, speed: options.speed, tickMs: TICK_MS },
      send: (batch) => gate.start(() => submitBatch(batch, { leeway, clock, tally, stop })),
      onSent: display.reach,
    });
  } finally {
    await gate.drain();
    display.end();
    tally.unsent += countLeft(lanes);
  }
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Shows the progress by itself, because sending may be held back for long. */
function keepShowing({ options, planned, tally, watch, progress, clock }: SendDay, { fromMs, toMs }: Span) {
  const total = planned.reduce((sum, { traced }) => sum + countInvocations(traced, options), 0);
  const meter = createRateMeter(clock.now);
  const startedAt = clock.now();
  const ended = new AbortController();
  let sentUntilMs = fromMs;

  function show(): void {
    const counts = watch.latest();
    const dueUntilMs = Math.min(toMs, fromMs + (clock.now() - startedAt) * options.speed);
    const behindMs = (dueUntilMs - sentUntilMs) / options.speed;
    const behind = behindMs > TOLERATED_LAG_MS ? `${Math.round(behindMs / 1_000)} s behind` : null;
    progress.show({
      ...{ phase: 'sending', sent: tally.acceptedCount, total, dayMs: sentUntilMs },
      ratePerSecond: meter.read(tally.acceptedCount),
      leftMs: (toMs - sentUntilMs) / options.speed,
      waiting: counts === null ? null : Math.max(0, tally.acceptedCount - countEnded(counts)),
      note: tally.waitingBecause === null ? behind : `waiting: ${tally.waitingBecause}`,
    });
  }

  async function repeat(): Promise<void> {
    for (; !ended.signal.aborted; await clock.sleep(TICK_MS, ended.signal)) show();
  }
  void repeat();

  return {
    reach: (untilMs: number) => {
      sentUntilMs = untilMs;
    },
    end: () => ended.abort(),
  };
}

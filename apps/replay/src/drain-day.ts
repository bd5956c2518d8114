import { formatClock, formatCount } from '@leeway/domain/format-figures';
import type { Clock } from './clock.ts';
import { countEnded } from './counts.ts';
import { drain } from './drain.ts';
import type { ReplayOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { createRateMeter } from './rate-meter.ts';
import type { Tally } from './tally.ts';
import type { TierWatch } from './watch-tier.ts';

export interface DrainDay {
  readonly options: ReplayOptions;
  readonly tally: Tally;
  readonly watch: TierWatch;
  readonly progress: Progress;
  readonly clock: Clock;
}

/** Waits, with progress, until what was accepted is over, or the limit is reached. */
export async function drainDay({ options, tally, watch, progress, clock }: DrainDay): Promise<void> {
  const meter = createRateMeter(clock.now);
  const accepted = tally.acceptedCount;
  const isDrained = await drain({
    ...{ accepted, clock, limitMs: options.drainLimitMs, read: watch.read },
    onReading: (counts, leftMs) => {
      const ended = counts === null ? null : countEnded(counts);
      progress.show({
        ...{ phase: 'draining', sent: ended ?? 0, total: accepted, dayMs: options.toMinute * 60_000, leftMs: null },
        ratePerSecond: ended === null ? 0 : meter.read(ended),
        waiting: ended === null ? null : Math.max(0, accepted - ended),
        note: ended === null ? 'the control plane does not answer' : `giving up in ${formatClock(leftMs)}`,
      });
    },
  });
  progress.stop();
  if (!isDrained) {
    const limit = formatCount(options.drainLimitMs / 1_000);
    progress.say(`Not everything ended within ${limit} s; give more with --drain-limit.`);
  }
}

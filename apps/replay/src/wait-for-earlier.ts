import { formatCount } from '@leeway/domain/format-figures';
import type { Clock } from './clock.ts';
import type { Api } from './control-plane.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import type { Progress } from './progress.ts';
import { readBacklog } from './read-counts.ts';
import { ReplayError } from './replay-error.ts';

export interface WaitForEarlier {
  readonly api: Api;
  readonly planned: readonly PlannedUseCase[];
  readonly progress: Progress;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly limitMs: number;
}

const INTERVAL_MS = 1_000;

/** Waits until no job of an earlier run is left in these use cases: its end would be counted as ours. */
export async function waitForEarlier({ api, planned, progress, clock, stop, limitMs }: WaitForEarlier): Promise<void> {
  const names = new Set(planned.map(({ registration }) => registration.name));
  const startedAt = clock.now();
  for (let tries = 0; ; tries += 1) {
    const { backlog } = await readBacklog(api, names);
    const count = backlog.values().reduce((sum, jobs) => sum + jobs, 0);
    if (count === 0) return;
    if (tries === 0) progress.say(`${formatCount(count)} jobs of these use cases still wait; they are awaited first.`);
    if (stop.aborted || clock.now() - startedAt >= limitMs) {
      throw new ReplayError(`${formatCount(count)} jobs of an earlier run still wait: run again when they have ended.`);
    }
    await clock.sleep(INTERVAL_MS, stop);
  }
}

import type { Criticality } from '@leeway/domain/criticality';
import type { Runtime } from '@leeway/domain/runtime';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import { formatDuration } from '#lib/format/duration.ts';

export const TOLERANCE_PRESETS = [
  { ms: SECOND_MS, label: '1 s' },
  { ms: 10 * SECOND_MS, label: '10 s' },
  { ms: MINUTE_MS, label: '1 min' },
  { ms: 15 * MINUTE_MS, label: '15 min' },
  { ms: HOUR_MS, label: '1 h' },
  { ms: DAY_MS, label: '1 d' },
] as const;

/** What a tolerance means for the jobs and for the tier. */
export function explainTolerance(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'How long after its earliest start a job may begin and still be on time.';
  const promise = `A job that could start at 12:00 is on time if it starts ${ms === 0 ? 'at once' : `within ${formatDuration(ms)}`}.`;
  if (ms <= SECOND_MS)
    return `${promise} Nearly no leeway: it goes ahead of almost everything, and needs free workers at the peak.`;
  if (ms <= MINUTE_MS) return `${promise} Good where a person will notice: receipts, messages, thumbnails.`;
  if (ms <= HOUR_MS) return `${promise} Good for what should be soon: search indexes, counters, syncs.`;
  return `${promise} Plenty of leeway: the tier may move the work to quiet hours and hold fewer machines for it.`;
}

export const CRITICALITY_EXPLAINED: Readonly<Record<Criticality, string>> = {
  critical: 'Runs even in an incident: money, safety, sign-in.',
  high: 'Shed only after normal and low: what customers would call about.',
  normal: 'Right for most work.',
  low: 'First to wait in an incident: experiments, backfills, clean-up.',
};

/** What sharing a row means for jobs. */
export function explainGathering(maxCount: number): string {
  if (!(maxCount > 1)) return 'Right for most work: each job is stored, started and retried by itself.';
  return 'For many jobs of a few milliseconds: they are stored and sent together and run one after the other, several times cheaper. Each keeps its own id, result, retry and usage.';
}

export const RUNTIME_TEXT: Readonly<Record<Runtime, { readonly label: string; readonly means: string }>> = {
  process: { label: 'Leeway', means: 'Its workers run a handler module, and measure what it uses.' },
  remote: { label: 'Your own programs', means: 'They lease jobs over HTTP, in any language, wherever they run.' },
};

export interface RetryPolicy {
  readonly maxAttempts: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
}

export interface RetryStep {
  readonly attempt: number;
  /** The longest wait before it. */
  readonly waitMs: number;
  /** The latest moment after the first attempt's end, run times left out. */
  readonly latestMs: number;
}

const SHOWN = 6;

/** The waits before each retry at their longest: base·2ⁿ up to the cap; the engine draws each at random below it. */
export function previewRetries({ maxAttempts, backoffBaseMs, backoffCapMs }: RetryPolicy): RetryStep[] {
  const steps: RetryStep[] = [];
  let latestMs = 0;
  for (let attempt = 2; attempt <= maxAttempts; attempt += 1) {
    const waitMs = Math.min(backoffCapMs, backoffBaseMs * 2 ** (attempt - 2));
    latestMs += waitMs;
    steps.push({ attempt, waitMs, latestMs });
  }
  return steps;
}

/** The first steps and the last one. */
export function shownRetries(steps: readonly RetryStep[]): RetryStep[] {
  const last = steps.at(-1);
  return steps.length <= SHOWN || last === undefined ? [...steps] : [...steps.slice(0, SHOWN - 1), last];
}

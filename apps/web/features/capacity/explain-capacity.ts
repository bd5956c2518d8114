import type { QuotaKind } from '@leeway/domain/quota-kind';
import { formatHundredths, formatShare } from '#lib/format/number.ts';

const MS_PER_CORE = 1_000;

export const QUOTA_KIND_TEXT: Readonly<Record<QuotaKind, { readonly label: string; readonly means: string }>> = {
  reserved: { label: 'Reserved', means: 'Starts within its delay tolerance. Right for most work.' },
  opportunistic: {
    label: 'Opportunistic',
    means: 'Runs when the pool has room and gives way in seconds, within 24 hours. For backfills and reports.',
  },
};

/** What a CPU quota means in cores; `null` is none, NaN is not typed yet. */
export function explainCpuQuota(msPerSecond: number | null): string {
  if (msPerSecond === null) return 'No limit: it may use whatever the sharing leaves it.';
  if (!(msPerSecond >= 1)) return 'Processor time it may use each second; 1,000 is one core.';
  const cores = msPerSecond / MS_PER_CORE;
  const amount =
    cores === 1 ? 'One core' : cores < 1 ? `${formatShare(cores)} of one core` : `${formatHundredths(cores)} cores`;
  return `${amount}, day and night. Over it the use case is slowed to this rate; nobody else notices.`;
}

/** What a rate limit means for programs that submit. */
export function explainRateLimit(perSecond: number | null, burst: number | null): string {
  if (perSecond === null && burst === null) return 'No limit: every submission that can be stored is accepted.';
  if (perSecond === null || burst === null || !(perSecond >= 1) || !(burst >= 1))
    return 'The rate and the burst belong together: set both, or neither.';
  return `${burst} may come at once, then ${perSecond} each second. More is refused with 429 and told when to come again.`;
}

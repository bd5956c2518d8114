import type { GrantAmounts } from '@leeway/domain/burst-grant';
import type { GrantUsed, GrantView } from '@leeway/domain/capacity-views';
import { SECOND_MS } from '@leeway/domain/units';
import { GRANTABLE } from '#features/capacity/format-limits.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun } from '#lib/format/number.ts';

type Kind = keyof GrantAmounts;

const cpuTime = (ms: number) => `${formatDuration(ms)} CPU`;
const jobs = (count: number) => formatNoun(Math.round(count), 'job');
const jobTime = (ms: number) => `${formatDuration(ms)} of jobs`;

const FIGURES: Readonly<
  Record<
    Kind,
    { readonly read: (used: GrantUsed) => number; readonly perMs: number; format: (value: number) => string }
  >
> = {
  cpuQuota: { read: ({ cpuMs }) => cpuMs, perMs: 1 / SECOND_MS, format: cpuTime },
  rateLimit: { read: ({ submittedCount }) => submittedCount, perMs: 1 / SECOND_MS, format: jobs },
  concurrency: { read: ({ jobMs }) => jobMs, perMs: 1, format: jobTime },
};

export interface KindUse {
  readonly kind: Kind;
  readonly label: string;
  readonly used: string;
  /** What the grant adds to the policy, for as long as it has been in force. */
  readonly given: string;
  /** Used of given, 0 to 1; null where it gives nothing. */
  readonly share: number | null;
}

/** For how long a grant has been in force by `now`. */
export function inForceMs({ startsAt, endsAt, endedAt }: GrantTimes, now: number): number {
  return Math.max(0, Math.min(endsAt, endedAt ?? endsAt, now) - startsAt);
}

type GrantTimes = Pick<GrantView, 'startsAt' | 'endsAt' | 'endedAt'>;
type UsedGrant = GrantTimes & Pick<GrantView, 'amounts' | 'policy' | 'granted'> & { readonly used: GrantUsed | null };

/** Of each limit that a grant lifts: what was used of it beyond the policy, of what it has given. */
export function prepareGrantUse(grant: UsedGrant, now: number): KindUse[] {
  const { amounts, policy, granted, used } = grant;
  return GRANTABLE.filter(({ kind }) => amounts[kind] !== undefined).map(({ kind, label, limitOf }) => {
    const { read, perMs, format } = FIGURES[kind];
    const more = Math.max(0, (limitOf(granted) ?? 0) - (limitOf(policy) ?? 0));
    const given = more * perMs * inForceMs(grant, now);
    const value = used === null ? 0 : read(used);
    const share = given > 0 ? Math.min(1, value / given) : null;
    return { kind, label, used: format(value), given: format(given), share };
  });
}

/** `12 s CPU, 40 jobs`: what was used beyond the policy; `nothing` where nothing was. */
export function describeUsed(used: GrantUsed | null): string {
  if (used === null) return 'nothing';
  const parts = Object.values(FIGURES).flatMap(({ read, format }) => (read(used) > 0 ? [format(read(used))] : []));
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

import type { GrantAmounts, GrantClass, GrantState } from '@leeway/domain/burst-grant';
import type { GrantView } from '@leeway/domain/capacity-views';
import { MINUTE_MS } from '@leeway/domain/units';
import { GRANTABLE } from '#features/capacity/format-limits.ts';
import type { ChartBand, ChartWindowProps } from '#features/charts/chart-props.ts';
import { formatWhole } from '#lib/format/number.ts';

/** `CPU quota ×3, rate limit 60 jobs/s`. */
export function describeAmounts(amounts: GrantAmounts): string {
  return GRANTABLE.flatMap(({ kind, label, unit }) => {
    const amount = amounts[kind];
    if (amount === undefined) return [];
    return [`${label} ${'factor' in amount ? `×${amount.factor}` : `${formatWhole(amount.absolute)} ${unit}`}`];
  }).join(', ');
}

export const GRANT_STATE_TEXT: Readonly<Record<GrantState, string>> = {
  active: 'in force',
  planned: 'planned',
  ended: 'ended',
  stopped: 'ended early',
};

export const GRANT_CLASS_TEXT: Readonly<Record<GrantClass, string>> = {
  incident: 'incident',
  majorEvent: 'major event',
};

export interface LiftedLimit {
  readonly kind: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  readonly isLifted: boolean;
}

/** Each limit that a grant names: what the policy says, and what the grant makes of it. */
export function liftedLimits({
  amounts,
  policy,
  granted,
}: Pick<GrantView, 'amounts' | 'policy' | 'granted'>): LiftedLimit[] {
  return GRANTABLE.filter(({ kind }) => amounts[kind] !== undefined).map(({ kind, label, format, limitOf }) => ({
    kind,
    label,
    before: format(policy),
    after: format(granted),
    isLifted: limitOf(granted) !== limitOf(policy),
  }));
}

const SOON_MS = 10 * MINUTE_MS;

/** Whether whoever relies on a grant should think of what comes after it. */
export function endsSoon(
  { state, endsAt }: { readonly state: GrantState; readonly endsAt: number },
  now: number,
): boolean {
  return state === 'active' && endsAt - now < SOON_MS;
}

/** The stretches of a chart in which a grant was in force. */
export function grantBands(grants: readonly GrantView[], { fromAt, toAt }: ChartWindowProps): ChartBand[] {
  return grants.flatMap(({ id, amounts, startsAt, endsAt, endedAt }) => {
    const until = Math.min(endsAt, endedAt ?? endsAt);
    const isSeen = until > Math.max(startsAt, fromAt) && startsAt < toAt;
    return isSeen ? [{ id, label: `Burst: ${describeAmounts(amounts)}`, startedAt: startsAt, endedAt: until }] : [];
  });
}

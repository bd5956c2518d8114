import { type GrantAmounts, type GrantClass, GrantRequest } from '@leeway/domain/burst-grant';
import type { UseCaseGrants } from '@leeway/domain/capacity-views';
import { decideEffectivePolicy, type GrantableLimits } from '@leeway/domain/effective-policy';
import { HOUR_MS } from '@leeway/domain/units';
import { GRANTABLE, type LimitText } from '#features/capacity/format-limits.ts';
import { INCIDENT_LENGTHS, USUAL_LENGTH_MS } from '#features/confirm/incident-lengths.ts';

export const FACTORS = [
  { value: '2', label: '×2' },
  { value: '3', label: '×3' },
  { value: '5', label: '×5' },
  { value: 'amounts', label: 'Amounts' },
] as const;
type Factor = (typeof FACTORS)[number]['value'];

export const DURATIONS: Readonly<Record<GrantClass, readonly { readonly ms: number; readonly label: string }[]>> = {
  incident: INCIDENT_LENGTHS,
  majorEvent: [
    { ms: 4 * HOUR_MS, label: '4 h' },
    { ms: 12 * HOUR_MS, label: '12 h' },
    { ms: 24 * HOUR_MS, label: '24 h' },
  ],
};

type Kind = LimitText['kind'];

/** A grant as it is typed. */
export interface GrantDraft {
  readonly trafficClass: GrantClass;
  readonly factor: Factor;
  /** Which limits it lifts; a limit that is not there cannot be chosen. */
  readonly kinds: readonly Kind[];
  /** Used where `factor` is `amounts`. */
  readonly amounts: Readonly<Partial<Record<Kind, string>>>;
  readonly durationMs: number;
  /** Of a major event: as the browser's field for a date and a time writes it. */
  readonly startsLocal: string;
  readonly reason: string;
  readonly incidentUrl: string;
}

/** The limits that a policy has, which are what a grant can lift. */
export function limitsOf(policy: GrantableLimits): readonly LimitText[] {
  return GRANTABLE.filter(({ limitOf }) => limitOf(policy) !== null);
}

/** The one that is meant at three in the morning: three times everything, for an hour, now. */
export function newDraft(policy: GrantableLimits, incidentUrl: string): GrantDraft {
  return {
    trafficClass: 'incident',
    factor: '3',
    kinds: limitsOf(policy).map(({ kind }) => kind),
    amounts: Object.fromEntries(
      limitsOf(policy).map(({ kind, limitOf }) => [kind, String((limitOf(policy) ?? 0) * 3)]),
    ),
    durationMs: USUAL_LENGTH_MS,
    startsLocal: '',
    reason: '',
    incidentUrl,
  };
}

function amountsOf({ factor, kinds, amounts }: GrantDraft): GrantAmounts {
  const amountOf = (kind: Kind) =>
    factor === 'amounts' ? { absolute: Number(amounts[kind] || Number.NaN) } : { factor: Number(factor) };
  return Object.fromEntries(kinds.map((kind) => [kind, amountOf(kind)]));
}

export type DraftCheck =
  | { readonly request: GrantRequest; readonly faults: null }
  | { readonly request: null; readonly faults: readonly { readonly field: string; readonly message: string }[] };

/** The request that a draft means, or what is wrong with which field. */
export function checkDraft(draft: GrantDraft, useCase: string): DraftCheck {
  const { trafficClass, durationMs, reason, incidentUrl, startsLocal } = draft;
  const startsAt = trafficClass === 'incident' || startsLocal === '' ? null : new Date(startsLocal).toISOString();
  const common = {
    useCase,
    trafficClass,
    durationMs,
    startsAt,
    reason: reason.trim(),
    incidentUrl: incidentUrl.trim(),
  };
  const checked = GrantRequest.safeParse({ ...common, amounts: amountsOf(draft) });
  if (checked.success) return { request: checked.data, faults: null };
  const faults = checked.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return { request: null, faults };
}

export interface PreviewLine {
  readonly kind: Kind;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** `another`: a grant that is there gives as much already. */
  readonly effect: 'lifts' | 'none' | 'another';
}

/** What a draft makes of each limit from its start on, beside the grants that are in force then. */
export function previewDraft(draft: GrantDraft, { policy, grants, asOf }: UseCaseGrants): PreviewLine[] {
  const at = draft.trafficClass === 'incident' || draft.startsLocal === '' ? asOf : Date.parse(draft.startsLocal);
  const open = grants.filter(({ state }) => state === 'active' || state === 'planned');
  const drafted = { id: '', amounts: finiteOnly(amountsOf(draft)), startsAt: at, endsAt: Number.POSITIVE_INFINITY };
  const without = decideEffectivePolicy(policy, open, at).limits;
  const alone = decideEffectivePolicy(policy, [drafted], at).limits;
  const together = decideEffectivePolicy(policy, [...open, drafted], at).limits;
  return limitsOf(policy)
    .filter(({ kind }) => draft.kinds.includes(kind))
    .map(({ kind, label, format, limitOf }) => ({
      kind,
      label,
      before: format(without),
      after: format(together),
      effect:
        limitOf(together) !== limitOf(without) ? 'lifts' : limitOf(alone) === limitOf(policy) ? 'none' : 'another',
    }));
}

/** An amount that is not typed yet lifts nothing. */
function finiteOnly(amounts: GrantAmounts): GrantAmounts {
  return Object.fromEntries(
    Object.entries(amounts).filter(
      ([, amount]) => amount !== undefined && Number.isFinite('factor' in amount ? amount.factor : amount.absolute),
    ),
  );
}

import type { UseCaseRegistration } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';

/** What a use case that exists already has otherwise than the replay wants it. */
export interface Difference {
  readonly view: UseCaseView;
  readonly wanted: UseCaseRegistration;
  /** Such as `delayToleranceMs is 9000, the replay needs 5000`. */
  readonly reasons: readonly string[];
}

/** What a job's fate depends on; a description may be anybody's. */
const COMPARED = [
  'handler',
  'criticality',
  'delayToleranceMs',
  'maxAttempts',
  'backoffBaseMs',
  'backoffCapMs',
  'timeoutMs',
  'memoryLimitMb',
] as const satisfies readonly (keyof UseCaseRegistration & keyof UseCaseView)[];

/** Null where they are the same. */
export function findDifference(view: UseCaseView, wanted: UseCaseRegistration): Difference | null {
  const reasons = COMPARED.filter((field) => view[field] !== wanted[field]).map(
    (field) => `${field} is ${view[field]}, the replay needs ${wanted[field]}`,
  );
  return reasons.length === 0 ? null : { view, wanted, reasons };
}

const LISTED = 5;

/** The refusal to touch them: which, in what, and how to go on. */
export function describeDifferences(differences: readonly Difference[]): string {
  const lines = differences.slice(0, LISTED).map(({ view, reasons }) => `  ${view.name}: ${reasons.join('; ')}`);
  const more = differences.length > LISTED ? [`  … and ${differences.length - LISTED} more`] : [];
  return [
    'These use cases exist, but are not as the replay needs them:',
    ...lines,
    ...more,
    'Give --yes to change them, or the scales of the run that made them.',
  ].join('\n');
}

/** What people decided about its capacity, which a replay leaves as it is. */
export function capacityOf(view: UseCaseView) {
  const { quotaKind, cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit } = view;
  const { concurrencyKeyLimit, fairWeight, downstreams } = view;
  const limits = { cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit, concurrencyKeyLimit };
  return { quotaKind, ...limits, fairWeight, downstreams: [...downstreams] };
}

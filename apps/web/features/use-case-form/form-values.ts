import { LIMITS, USE_CASE_DEFAULTS } from '@leeway/domain/limits';
import { plainText, UseCaseRegistration } from '@leeway/domain/use-case';
import type { UseCaseView } from '@leeway/domain/views';
import type { z } from 'zod';

/** One shape for both forms: what a registration holds, and the reason that a change gives. */
export const UseCaseForm = UseCaseRegistration.safeExtend({ reason: plainText(LIMITS.reasonLength) });
export type UseCaseFormValues = z.input<typeof UseCaseForm>;
export type UseCaseFormOutput = z.output<typeof UseCaseForm>;

export const EMPTY_FORM: UseCaseFormValues = {
  name: '',
  team: '',
  description: '',
  handler: null,
  delayToleranceMs: 10_000,
  ...USE_CASE_DEFAULTS,
  reason: '',
};

export function formValuesOf(useCase: UseCaseView): UseCaseFormValues {
  const { name, team, description, runtime, handler, criticality, delayToleranceMs } = useCase;
  const { maxAttempts, backoffBaseMs, backoffCapMs, timeoutMs, memoryLimitMb } = useCase;
  const { megaJobMaxCount, megaJobMaxKb, megaJobMaxWaitMs } = useCase;
  const limits = { maxAttempts, backoffBaseMs, backoffCapMs, timeoutMs, memoryLimitMb };
  const gathering = { megaJobMaxCount, megaJobMaxKb, megaJobMaxWaitMs };
  const { quotaKind, cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit } = useCase;
  const { concurrencyKeyLimit, fairWeight, downstreams } = useCase;
  const capacity = { quotaKind, cpuQuotaMsPerSecond, rateLimitPerSecond, rateLimitBurst, concurrencyLimit };
  const sharing = { concurrencyKeyLimit, fairWeight, downstreams: [...downstreams] };
  const who = { name, team, description, runtime, handler };
  return { ...who, criticality, delayToleranceMs, ...limits, ...gathering, ...capacity, ...sharing, reason: '' };
}

/** The part of the form that a policy holds. */
export function policyOf(values: UseCaseFormValues) {
  const { name: _name, team: _team, reason: _reason, ...policy } = values;
  return policy;
}

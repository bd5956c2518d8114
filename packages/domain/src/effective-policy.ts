import type { GrantAmount, GrantAmounts } from './burst-grant.ts';

/** The limits that a burst grant can lift. Null: no limit, which no grant changes. */
export interface GrantableLimits {
  readonly cpuQuotaMsPerSecond: number | null;
  readonly rateLimitPerSecond: number | null;
  readonly rateLimitBurst: number | null;
  readonly concurrencyLimit: number | null;
}

/** What a grant says for as long as it is in force: from `startsAt`, until before `endsAt`. Ms since 1970. */
export interface GrantInTime extends InTime {
  readonly id: string;
  readonly amounts: GrantAmounts;
}

/** Something that holds for a time. Ms since 1970. */
interface InTime {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The instant of its start belongs to it, that of its end does not. */
export function isInForce({ startsAt, endsAt }: InTime, now: number): boolean {
  return startsAt <= now && now < endsAt;
}

export interface EffectivePolicy {
  readonly limits: GrantableLimits;
  /** The grants that one of these limits comes from, in the order of their ids. */
  readonly grantIds: readonly string[];
}

type GrantedKind = keyof GrantAmounts;

/** 100 × 1.1 is 110.00000000000001. */
const ROUNDING_ERROR = 1e-12;
const roundUp = (value: number): number => Math.ceil(value - value * ROUNDING_ERROR);

/** A factor always lifts: ×1.1 of one job at once is two. */
function amountOf(amount: GrantAmount, limit: number): number {
  return 'factor' in amount ? roundUp(limit * amount.factor) : amount.absolute;
}

interface Lifted {
  readonly limit: number | null;
  /** Null: the policy's own. */
  readonly giver: string | null;
}

/** Overlapping grants do not multiply: the largest amount wins, and one below the policy has no effect. Of equal ones the smaller id gives it. */
function lift(limit: number | null, kind: GrantedKind, grants: readonly GrantInTime[]): Lifted {
  if (limit === null) return { limit, giver: null };
  let highest = limit;
  let giver: string | null = null;
  for (const { id, amounts } of grants) {
    const amount = amounts[kind];
    const lifted = amount === undefined ? limit : amountOf(amount, limit);
    const isFirstOfEqual = giver !== null && lifted === highest && id < giver;
    if (lifted > highest || isFirstOfEqual) [highest, giver] = [lifted, id];
  }
  return { limit: highest, giver };
}

/** The limits of a use case at `now`: its policy, and what the grants in force make of it. The burst grows as the rate does. */
export function decideEffectivePolicy(
  policy: GrantableLimits,
  grants: readonly GrantInTime[],
  now: number,
): EffectivePolicy {
  const { cpuQuota, rateLimit, concurrency } = liftAll(policy, grants, now);
  const limits = {
    cpuQuotaMsPerSecond: cpuQuota.limit,
    rateLimitPerSecond: rateLimit.limit,
    rateLimitBurst: growBurst(policy, rateLimit.limit),
    concurrencyLimit: concurrency.limit,
  };
  const givers = [cpuQuota, rateLimit, concurrency].flatMap(({ giver }) => (giver === null ? [] : [giver]));
  return { limits, grantIds: [...new Set(givers)].sort() };
}

/** The grant that each limit comes from now; what the policy itself says is left out. */
export function findGivers(
  policy: GrantableLimits,
  grants: readonly GrantInTime[],
  now: number,
): { readonly [Kind in GrantedKind]?: string } {
  const lifted = Object.entries(liftAll(policy, grants, now));
  return Object.fromEntries(lifted.flatMap(([kind, { giver }]) => (giver === null ? [] : [[kind, giver]])));
}

function liftAll(policy: GrantableLimits, grants: readonly GrantInTime[], now: number): Record<GrantedKind, Lifted> {
  const inForce = grants.filter((grant) => isInForce(grant, now));
  return {
    cpuQuota: lift(policy.cpuQuotaMsPerSecond, 'cpuQuota', inForce),
    rateLimit: lift(policy.rateLimitPerSecond, 'rateLimit', inForce),
    concurrency: lift(policy.concurrencyLimit, 'concurrency', inForce),
  };
}

function growBurst({ rateLimitPerSecond, rateLimitBurst }: GrantableLimits, lifted: number | null): number | null {
  if (rateLimitBurst === null || rateLimitPerSecond === null || lifted === null) return rateLimitBurst;
  return roundUp((rateLimitBurst * lifted) / rateLimitPerSecond);
}

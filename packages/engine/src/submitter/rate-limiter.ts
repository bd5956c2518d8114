import { decideEffectivePolicy, findGivers } from '@leeway/domain/effective-policy';
import { LeewayError } from '@leeway/domain/problem';
import {
  creditAt,
  decideAdmission,
  fullCredit,
  giveBack,
  type Rate,
  type RateCredit,
  wholeAfterMs,
} from '../capacity/gcra.ts';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import type { GrantsOf } from '../registry/grants-by-use-case.ts';
import { createRateGrants, type GrantedSubmits } from './rate-grants.ts';
import { type RateLimitName, type RateReading, RateRefusal } from './rate-refusal.ts';
import type { RateShares } from './rate-shares.ts';

/** A part that is smaller than others' grows within so long of being asked for. */
const SHARED_ANEW_MS = 2_000;
const FORGET_MS = 60_000;

export interface RateRequest {
  readonly useCase: UseCaseEntry;
  readonly apiKey: ApiKeyEntry;
  readonly count: number;
}

export interface Admission {
  readonly readings: readonly RateReading[];
  /** Where nothing of the request was stored by it. */
  readonly giveBack: () => void;
}

export interface RateLimiter {
  /**
   * Takes the credit for so many jobs, all or none; null where nothing limits them, which costs nothing. Throws RATE_LIMITED, and
   * INVALID_INPUT where more jobs come at once than the limit ever allows.
   */
  admit(request: RateRequest): Admission | null;
}

export interface RateLimiterOptions {
  readonly shares: Pick<RateShares, 'partOf' | 'equalPart' | 'asked' | 'refused'>;
  readonly grantsOf: GrantsOf;
  /** Store time, estimated: grants begin and end by it. */
  readonly now: () => number;
  /** Never goes back. */
  readonly elapsed: () => number;
  readonly onRefused?: (name: RateLimitName, count: number) => void;
  /** Jobs that only a grant let in. */
  readonly onGranted?: (submits: GrantedSubmits) => void;
}

interface Limited {
  readonly name: RateLimitName;
  readonly scope: string;
  readonly rate: Rate;
  /** The grant that it comes from, and what the policy says. */
  readonly lifted?: { readonly grantId: string; readonly policy: Rate };
}

/** Submit rate limits of use cases and keys, from memory alone. */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { shares, grantsOf, now, elapsed, onRefused } = options;
  const grants = createRateGrants(options.onGranted ?? (() => undefined));
  const credits = new Map<string, { held: RateCredit; rate: Rate }>();
  let forgotAt = elapsed();

  const useCaseLimit = (useCase: UseCaseEntry): Limited[] => {
    if (useCase.rateLimitPerSecond === null) return [];
    const scope = `use-case:${useCase.no}`;
    const given = grantsOf(useCase.no);
    if (given.length === 0) return toLimited('use-case', scope, useCase);
    const at = now();
    const { rateLimit: grantId } = findGivers(useCase, given, at);
    const limits = toLimited('use-case', scope, decideEffectivePolicy(useCase, given, at).limits);
    const policy = toLimited('use-case', scope, useCase)[0]?.rate;
    if (grantId === undefined || policy === undefined) return limits;
    return limits.map((limit) => ({ ...limit, lifted: { grantId, policy } }));
  };

  /** This engine's part. */
  const partOf = ({ scope, rate }: Limited): Rate => scale(rate, shares.partOf(scope));

  const creditOf = ({ scope }: Limited, rate: Rate, at: number): RateCredit =>
    credits.get(scope)?.held ?? fullCredit(rate, at);

  const readingOf = (limited: Limited, at: number): RateReading => {
    const rate = partOf(limited);
    const credit = creditAt(creditOf(limited, rate, at), rate, at);
    const remainingCount = Math.max(0, Math.floor(credit));
    return { name: limited.name, ...limited.rate, remainingCount, wholeAfterMs: wholeAfterMs(credit, rate) };
  };

  /** What asks for more gets a larger part soon, though perhaps not as much as the others have. */
  const waitFor = (limited: Limited, retryAfterMs: number): number => {
    const part = shares.partOf(limited.scope);
    if (part >= shares.equalPart()) return retryAfterMs;
    return Math.min(retryAfterMs, SHARED_ANEW_MS + (retryAfterMs * part) / shares.equalPart());
  };

  const refuse = (
    limits: readonly Limited[],
    waits: ReadonlyMap<Limited, number>,
    request: RateRequest,
    at: number,
  ) => {
    const [refusing] = [...waits].sort(([, one], [, other]) => other - one).map(([limited]) => limited);
    if (refusing === undefined) return;
    shares.refused(request.useCase.no, request.count);
    onRefused?.(refusing.name, request.count);
    const readings = limits.map((limited) => readingOf(limited, at));
    throw new RateRefusal(describe(refusing, request), readings, Math.max(...waits.values()));
  };

  const countGranted = (limited: Limited, { useCase, count }: RateRequest, at: number) => {
    const { scope, lifted } = limited;
    if (lifted === undefined) return grants.forget(scope);
    const [policy, held] = [scale(lifted.policy, shares.partOf(scope)), creditOf(limited, partOf(limited), at)];
    return grants.admitted({ useCaseNo: useCase.no, scope, count, grantId: lifted.grantId, policy, held, now: at });
  };

  /** A credit that is whole again is what a new one would be. */
  const forget = (at: number): void => {
    if (at - forgotAt < FORGET_MS) return;
    forgotAt = at;
    for (const [scope, { held, rate }] of credits) if (creditAt(held, rate, at) >= rate.burst) credits.delete(scope);
  };

  return {
    admit: (request) => {
      const { useCase, apiKey, count } = request;
      if (useCase.rateLimitPerSecond === null && apiKey.rateLimitPerSecond === null) return null;
      const limits = [...useCaseLimit(useCase), ...toLimited('key', `key:${apiKey.id}`, apiKey)];
      for (const { name, rate } of limits) if (count > rate.burst) throw tooMany(name, rate, request);
      const at = elapsed();
      forget(at);
      const taken = new Map<Limited, { rate: Rate; left: RateCredit }>();
      const waits = new Map<Limited, number>();
      for (const limited of limits) {
        shares.asked(limited.scope, count, limited.rate.perSecond);
        const rate = partOf(limited);
        const decision = decideAdmission(creditOf(limited, rate, at), rate, { count, now: at });
        if (decision.isAdmitted) taken.set(limited, { rate, left: decision.left });
        else waits.set(limited, waitFor(limited, decision.retryAfterMs));
      }
      refuse(limits, waits, request, at);
      const undo = [...taken.keys()].map((limited) => countGranted(limited, request, at));
      for (const [{ scope }, { rate, left }] of taken) credits.set(scope, { held: left, rate });
      return {
        readings: limits.map((limited) => readingOf(limited, at)),
        giveBack: () => {
          for (const each of undo) each?.(elapsed());
          for (const limited of limits) {
            const rate = partOf(limited);
            const now = elapsed();
            credits.set(limited.scope, { held: giveBack(creditOf(limited, rate, now), rate, { count, now }), rate });
          }
        },
      };
    },
  };
}

function toLimited(
  name: RateLimitName,
  scope: string,
  { rateLimitPerSecond, rateLimitBurst }: Pick<ApiKeyEntry, 'rateLimitPerSecond' | 'rateLimitBurst'>,
): Limited[] {
  if (rateLimitPerSecond === null || rateLimitBurst === null) return [];
  return [{ name, scope, rate: { perSecond: rateLimitPerSecond, burst: rateLimitBurst } }];
}

function scale({ perSecond, burst }: Rate, part: number): Rate {
  return { perSecond: perSecond * part, burst: burst * part };
}

const WHOSE: Record<RateLimitName, (request: RateRequest) => string> = {
  'use-case': ({ useCase }) => `The use case ${useCase.name}`,
  key: ({ apiKey }) => `The API key ${apiKey.name}`,
};

function describe({ name, rate }: Limited, request: RateRequest): string {
  const limit = `${rate.perSecond} ${rate.perSecond === 1 ? 'job' : 'jobs'} per second, ${rate.burst} at once`;
  return `${WHOSE[name](request)} takes ${limit}; nothing was stored: send the request again after Retry-After`;
}

function tooMany(name: RateLimitName, { burst }: Rate, request: RateRequest): LeewayError {
  const message = `${WHOSE[name](request)} takes at most ${burst} jobs at once (the burst of its rate limit): send at most ${burst} in one request, or have the burst raised`;
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'jobs', message }] });
}

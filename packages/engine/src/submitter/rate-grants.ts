import { creditAt, decideAdmission, giveBack, type Rate, type RateCredit } from '../capacity/gcra.ts';

/** A request that was admitted under a limit that a grant lifts. */
export interface LiftedRequest {
  readonly useCaseNo: number;
  readonly scope: string;
  readonly count: number;
  readonly grantId: string;
  /** This engine's part of what the policy alone says. */
  readonly policy: Rate;
  /** What was left of the limit before it. */
  readonly held: RateCredit;
  readonly now: number;
}

export interface GrantedSubmits {
  readonly grantId: string;
  readonly useCaseNo: number;
  /** Below zero where they were not stored after all. */
  readonly count: number;
}

export interface RateGrants {
  /** Returns what takes it back. */
  admitted(request: LiftedRequest): (now: number) => void;
  /** No grant lifts it any more. */
  forget(scope: string): void;
}

/** Tells which submissions only a grant admitted: those that the policy's rate limit, kept beside, would have refused. */
export function createRateGrants(onGranted: (submits: GrantedSubmits) => void): RateGrants {
  const credits = new Map<string, RateCredit>();
  return {
    admitted: ({ useCaseNo, scope, count, grantId, policy, held, now }) => {
      const before = credits.get(scope) ?? { credit: creditAt(held, policy, now), at: now };
      const decision = decideAdmission(before, policy, { count, now });
      credits.set(scope, decision.isAdmitted ? decision.left : before);
      if (!decision.isAdmitted) {
        onGranted({ grantId, useCaseNo, count });
        return () => onGranted({ grantId, useCaseNo, count: -count });
      }
      return (at) => {
        const left = credits.get(scope);
        if (left !== undefined) credits.set(scope, giveBack(left, policy, { count, now: at }));
      };
    },
    forget: (scope) => void credits.delete(scope),
  };
}

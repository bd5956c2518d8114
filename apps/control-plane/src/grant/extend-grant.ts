import type { GrantExtension } from '@leeway/domain/burst-grant';
import type { GrantView } from '@leeway/domain/capacity-views';
import { LIMITS } from '@leeway/domain/limits';
import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { changeOpenGrant } from './change-open-grant.ts';
import type { GrantRow } from './view-grant.ts';

/** Moves the end of a grant that has not ended. INVALID_INPUT on `byMs` where it would last too long in all. */
export function extendGrant(call: Call, { byMs, ...extension }: GrantExtension): Promise<GrantView> {
  return changeOpenGrant(call, {
    ...extension,
    action: 'grant.extend',
    decide: (grant) => ({ endsAt: decideEnd(grant, byMs) }),
  });
}

function decideEnd({ startsAt, endsAt }: GrantRow, byMs: number): Date {
  const lastEndsAt = startsAt.getTime() + LIMITS.grantTotalMs;
  if (endsAt.getTime() + byMs <= lastEndsAt) return new Date(endsAt.getTime() + byMs);
  const leftMinutes = Math.max(0, Math.floor((lastEndsAt - endsAt.getTime()) / MINUTE_MS));
  const remedy =
    leftMinutes === 0 ? 'what is needed for longer belongs into the policy' : `at most ${leftMinutes} minutes more`;
  throw invalidField('byMs', `A grant ends within ${LIMITS.grantTotalMs / DAY_MS} days of its start: ${remedy}`);
}

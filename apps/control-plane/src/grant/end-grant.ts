import type { GrantEnding } from '@leeway/domain/burst-grant';
import type { GrantView } from '@leeway/domain/capacity-views';
import type { Call } from '../api/context.ts';
import { changeOpenGrant } from './change-open-grant.ts';

/** Ends a grant now; a planned one never begins. */
export function endGrant(call: Call, ending: GrantEnding): Promise<GrantView> {
  return changeOpenGrant(call, { ...ending, action: 'grant.end', decide: (_grant, now) => ({ endedAt: now }) });
}

import type { SessionUser } from '@leeway/domain/role';
import type { ApiContext } from '../api/context.ts';

/** Who is signed in, if anybody. */
export function getSession({ actor }: ApiContext): { user: SessionUser | null } {
  return { user: actor };
}

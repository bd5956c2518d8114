import type { SessionUser } from '@leeway/domain/role';
import type { OpenCall } from '../api/context.ts';

/** Who is signed in, if anybody. */
export function getSession({ actor }: OpenCall): { user: SessionUser | null } {
  return { user: actor };
}

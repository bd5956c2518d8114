import type { SessionUser } from '@leeway/domain/role';
import { problemOf } from '#lib/problem.ts';
import { getServerClient } from '#lib/trpc/server.tsx';

export type SessionReading =
  | { readonly kind: 'signedIn'; readonly user: SessionUser }
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'unknown' };

/** Asks the control plane who the visitor is; `unknown` where it does not answer, which is not the same as signed out. */
export async function readSession(): Promise<SessionReading> {
  try {
    const { user } = await (await getServerClient()).session.get.query();
    return user === null ? { kind: 'signedOut' } : { kind: 'signedIn', user };
  } catch (error) {
    return problemOf(error).code === 'UNAUTHENTICATED' ? { kind: 'signedOut' } : { kind: 'unknown' };
  }
}

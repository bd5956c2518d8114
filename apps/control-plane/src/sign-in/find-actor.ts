import type { PrismaClient } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import { Role } from '@leeway/domain/role';
import type { Actor } from '../api/context.ts';
import type { Auth } from './create-auth.ts';

export interface ActorSources {
  readonly auth: Auth;
  readonly prisma: PrismaClient;
}

/** Who sent the request, with the role and teams they have now; null without a valid session. */
export async function findActor({ auth, prisma }: ActorSources, headers: Headers): Promise<Actor | null> {
  if (!headers.has('cookie')) return null;
  const session = await auth.api.getSession({ headers }).catch(blameStore);
  if (session === null) return null;
  const user = await prisma.user.findUnique({
    where: { id: session.user.id },
    include: { teams: { include: { team: { select: { name: true } } } } },
  });
  if (user === null) return null;
  const teams = user.teams.map(({ team }) => team.name).sort();
  return { id: user.id, name: user.name, email: user.email, role: Role.parse(user.role), teams };
}

/** Reading a session fails only where the store does; the library hides which error it was. */
function blameStore(cause: unknown): never {
  throw new LeewayError('STORE_UNAVAILABLE', 'The session could not be read; try again in a moment', { cause });
}

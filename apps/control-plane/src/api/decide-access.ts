import { LeewayError } from '@leeway/domain/problem';
import { UNKNOWN_JOB } from '../job/find-use-case-of-job.ts';
import type { AccessRule, OwnedBy } from './access-table.ts';
import type { Actor } from './context.ts';

/** Null means yes; otherwise the error to answer with. `ownerTeam` is asked separately, once the owner is known. */
export function refusalOf(rule: AccessRule | undefined, actor: Actor | null): LeewayError | null {
  if (rule === undefined) return new LeewayError('FORBIDDEN', 'Nobody may call this');
  if (rule.who === 'public') return null;
  if (actor === null) return new LeewayError('UNAUTHENTICATED', 'Sign in first');
  if (rule.who === 'roles' && !rule.roles.includes(actor.role)) {
    return new LeewayError('FORBIDDEN', `This is for ${rule.roles.join(', ')}; you are ${actor.role}`);
  }
  if (rule.who === 'ownerTeam' && actor.role === 'viewer') {
    return new LeewayError('FORBIDDEN', 'Viewers read; ask an engineer of the team that owns this');
  }
  return null;
}

/**
 * The same for an object with a known owner; `team` null means that it belongs to no team. Of what has only an id, other
 * teams are told as much as of what is not there.
 */
export function refusalOfOwner(actor: Actor, team: string | null, ownedBy: OwnedBy): LeewayError | null {
  if (actor.role === 'admin') return null;
  const isOwn = team !== null && actor.role !== 'viewer' && actor.teams.includes(team);
  if (ownedBy === 'job' && !isOwn) return new LeewayError('NOT_FOUND', UNKNOWN_JOB);
  if (ownedBy === 'operation' && !isOwn) return new LeewayError('NOT_FOUND', 'There is no such operation');
  if (team === null) return new LeewayError('FORBIDDEN', 'This reaches every team, so it is for admins');
  if (isOwn) return null;
  return new LeewayError('FORBIDDEN', `This belongs to team ${team}; ask an engineer of that team`);
}

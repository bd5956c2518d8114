import { LeewayError } from '@leeway/domain/problem';
import type { AccessRule } from './access-table.ts';
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

/** The same for an object with a known owner; `team` null means that it belongs to no team. */
export function refusalOfOwner(actor: Actor, team: string | null): LeewayError | null {
  if (actor.role === 'admin') return null;
  if (team === null) return new LeewayError('FORBIDDEN', 'This reaches every team, so it is for admins');
  if (actor.role !== 'viewer' && actor.teams.includes(team)) return null;
  return new LeewayError('FORBIDDEN', `This belongs to team ${team}; ask an engineer of that team`);
}

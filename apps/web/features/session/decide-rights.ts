import type { SessionUser } from '@leeway/domain/role';

/**
 * Why a person cannot change what a team owns, or null where they can. It saves them a refused call; whether they may is
 * decided by the control plane at each call.
 * @param team null for what belongs to every team
 */
export function whyNotChange(user: SessionUser | null, team: string | null): string | null {
  if (user === null) return 'The control plane does not answer';
  if (user.role === 'admin') return null;
  if (user.role === 'viewer') return 'You can look, not change: ask an admin for the role engineer';
  if (team === null) return 'This reaches every team, so it is for admins';
  return user.teams.includes(team) ? null : `This belongs to team ${team}; you are not in it`;
}

/** The teams for which a person may register use cases and mint keys. */
export function teamsToActFor<T extends { readonly name: string }>(user: SessionUser | null, teams: readonly T[]): T[] {
  return teams.filter((team) => whyNotChange(user, team.name) === null);
}

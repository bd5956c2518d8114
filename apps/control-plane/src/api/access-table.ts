import type { Role } from '@leeway/domain/role';

/**
 * Where the owning team of the object is found: named by `input.team`, of the use case or the downstream `input.name`, of
 * the use case `input.useCase` that gets something, of what has the id `input.id`.
 */
export type OwnedBy =
  | 'team'
  | 'useCase'
  | 'downstream'
  | 'apiKey'
  | 'receivingUseCase'
  | 'schedule'
  | 'job'
  | 'operation'
  | 'grant'
  | 'webhook';

/**
 * Who may call a procedure. `ownerTeam`: engineers, on-call and managers who belong to the team that owns the object, and
 * admins; an object of no team is for admins only.
 */
export type AccessRule =
  | { readonly who: 'public' }
  | { readonly who: 'signedIn' }
  | { readonly who: 'roles'; readonly roles: readonly Role[] }
  | { readonly who: 'ownerTeam'; readonly ownedBy: OwnedBy };

const signedIn: AccessRule = { who: 'signedIn' };
const adminOnly: AccessRule = { who: 'roles', roles: ['admin'] };
const everyEngineer: AccessRule = { who: 'roles', roles: ['engineer', 'on-call', 'manager', 'admin'] };
const ownerTeam = (ownedBy: OwnedBy): AccessRule => ({ who: 'ownerTeam', ownedBy });

/** The one place that says who may do what; a procedure that is not listed here is refused. */
export const ACCESS: ReadonlyMap<string, AccessRule> = new Map(
  Object.entries({
    'session.get': { who: 'public' },
    'tier.overview': signedIn,
    'tier.watch': signedIn,
    'sharing.waiting': signedIn,
    'sharing.watchWaiting': signedIn,
    'sharing.capacity': signedIn,
    'sharing.fairness': signedIn,
    'sharing.saveCapacity': signedIn,
    'sharing.saveFairness': signedIn,
    'useCase.list': signedIn,
    'useCase.watchList': signedIn,
    'useCase.save': signedIn,
    'useCase.find': signedIn,
    'useCase.get': signedIn,
    'useCase.report': signedIn,
    'useCase.watchReport': signedIn,
    'useCase.wait': signedIn,
    'useCase.watchWait': signedIn,
    'useCase.register': ownerTeam('team'),
    'useCase.change': ownerTeam('useCase'),
    'useCase.pause': ownerTeam('useCase'),
    'useCase.sendTestJob': ownerTeam('useCase'),
    'schedule.list': signedIn,
    'schedule.fires': signedIn,
    'schedule.preview': signedIn,
    'schedule.create': ownerTeam('receivingUseCase'),
    'schedule.change': ownerTeam('schedule'),
    'schedule.pause': ownerTeam('schedule'),
    'schedule.delete': ownerTeam('schedule'),
    'grant.list': signedIn,
    'grant.listAll': signedIn,
    'grant.get': signedIn,
    'grant.history': signedIn,
    'grant.grant': ownerTeam('receivingUseCase'),
    'grant.extend': ownerTeam('grant'),
    'grant.end': ownerTeam('grant'),
    'downstream.list': signedIn,
    'downstream.register': ownerTeam('team'),
    'downstream.change': ownerTeam('downstream'),
    'alert.list': signedIn,
    'webhook.list': signedIn,
    'webhook.add': ownerTeam('team'),
    'webhook.test': ownerTeam('webhook'),
    'webhook.remove': ownerTeam('webhook'),
    'incidentMode.list': signedIn,
    'incidentMode.start': adminOnly,
    'incidentMode.extend': adminOnly,
    'incidentMode.end': adminOnly,
    'handler.list': signedIn,
    'team.list': signedIn,
    'team.create': adminOnly,
    'job.get': signedIn,
    'job.list': signedIn,
    'job.wait': signedIn,
    'job.cancel': ownerTeam('job'),
    'job.changeDeadline': ownerTeam('job'),
    'job.redrive': ownerTeam('job'),
    'operation.list': signedIn,
    'operation.watch': signedIn,
    'operation.preview': ownerTeam('useCase'),
    'operation.begin': ownerTeam('useCase'),
    'operation.stop': ownerTeam('operation'),
    'audit.list': signedIn,
    'audit.chain': signedIn,
    'audit.verify': adminOnly,
    'apiKey.list': signedIn,
    'apiKey.mint': ownerTeam('team'),
    'apiKey.revoke': ownerTeam('apiKey'),
    'replay.begin': everyEngineer,
    'replay.end': everyEngineer,
    'replay.counts': signedIn,
  } satisfies Record<string, AccessRule>),
);

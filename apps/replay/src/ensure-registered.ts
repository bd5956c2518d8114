import type { UseCaseView } from '@leeway/domain/views';
import type { Api } from './control-plane.ts';
import { capacityOf, type Difference, describeDifferences, findDifference } from './decide-registration.ts';
import { forEachAtOnce } from './gate.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import { ReplayError } from './replay-error.ts';

const AT_ONCE = 8;

export interface Registered {
  readonly createdTeams: number;
  readonly created: number;
  readonly changed: number;
  readonly kept: number;
}

/**
 * Makes teams and use cases as planned. What exists and is equal is kept; what differs is changed where that is allowed.
 * @throws ReplayError naming every difference, before anything is created
 */
export async function ensureRegistered(
  api: Api,
  planned: readonly PlannedUseCase[],
  changeExisting: boolean,
): Promise<Registered> {
  const existing = await readExisting(api, planned);
  const differences = findDifferences(planned, existing);
  if (differences.length > 0 && !changeExisting) throw new ReplayError(describeDifferences(differences));
  const createdTeams = await createTeams(api, planned);
  const missing = planned.filter(({ registration }) => !existing.has(registration.name));
  await forEachAtOnce(AT_ONCE, missing, async ({ registration }) => {
    await api.useCase.register.mutate(registration);
  });
  await forEachAtOnce(AT_ONCE, differences, async ({ view, wanted }) => {
    const { team: _team, ...policy } = wanted;
    await api.useCase.change.mutate({
      ...policy,
      ...capacityOf(view),
      version: view.version,
      reason: 'As a replay needs it',
    });
  });
  const changed = differences.length;
  return { createdTeams, created: missing.length, changed, kept: planned.length - missing.length - changed };
}

async function readExisting(api: Api, planned: readonly PlannedUseCase[]): Promise<Map<string, UseCaseView>> {
  const { rows } = await api.useCase.save.query({});
  const present = new Set(rows.map(({ name }) => name));
  const views = new Map<string, UseCaseView>();
  const shared = planned.filter(({ registration }) => present.has(registration.name));
  await forEachAtOnce(AT_ONCE, shared, async ({ registration: { name } }) => {
    views.set(name, await api.useCase.get.query({ name }));
  });
  return views;
}

function findDifferences(planned: readonly PlannedUseCase[], existing: ReadonlyMap<string, UseCaseView>): Difference[] {
  return planned.flatMap(({ registration }) => {
    const view = existing.get(registration.name);
    if (view === undefined) return [];
    if (view.team !== registration.team) {
      const { name, team } = registration;
      throw new ReplayError(`Use case ${name} belongs to team ${view.team}, not to ${team}: the replay cannot use it.`);
    }
    return findDifference(view, registration) ?? [];
  });
}

async function createTeams(api: Api, planned: readonly PlannedUseCase[]): Promise<number> {
  const present = new Set((await api.team.list.query()).map(({ name }) => name));
  const wanted = new Set(planned.map(({ registration }) => registration.team));
  const missing = [...wanted].filter((name) => !present.has(name));
  await forEachAtOnce(AT_ONCE, missing, async (name) => {
    await api.team.create.mutate({ name });
  });
  return missing.length;
}

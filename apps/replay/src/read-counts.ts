import type { ReplayCounts } from '@leeway/domain/views';
import type { Api } from './control-plane.ts';
import { forEachAtOnce } from './gate.ts';

/** Names travel in the address of a GET request, which must not grow too long. */
const NAMES_PER_CALL = 100;
const AT_ONCE = 4;

/** The tier's counts of these use cases since an instant of the store's clock. */
export async function readCounts(api: Api, names: readonly string[], sinceAt: number): Promise<ReplayCounts[]> {
  const groups = Array.from({ length: Math.ceil(names.length / NAMES_PER_CALL) }, (_, index) =>
    names.slice(index * NAMES_PER_CALL, (index + 1) * NAMES_PER_CALL),
  );
  const counts: ReplayCounts[] = [];
  await forEachAtOnce(AT_ONCE, groups, async (group) => {
    counts.push(...(await api.replay.counts.query({ names: group, sinceAt })));
  });
  return counts;
}

/** How many jobs of each use case are ready or delayed, and the store's time. */
export async function readBacklog(
  api: Api,
  names: ReadonlySet<string>,
): Promise<{ readonly asOf: number; readonly backlog: ReadonlyMap<string, number> }> {
  const { asOf, rows } = await api.useCase.save.query({});
  const ours = rows.filter(({ name }) => names.has(name));
  return { asOf, backlog: new Map(ours.map((row) => [row.name, row.readyCount + row.delayedCount])) };
}

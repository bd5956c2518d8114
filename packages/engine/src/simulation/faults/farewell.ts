import type { Rows } from '../store/rows.ts';
import type { EngineFleet } from './engine-fleet.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** A call that its sender has given up is carried out within this. */
const LATE_LIMIT_MS = 7_500;
/** Every shard has been renewed after this. */
const RENEWED_MS = 5_000;
/** A dead engine's shards have another owner after this. */
const TAKEOVER_LIMIT_MS = 5_000;
/** A shard that is given to another engine is nobody's for less than this. */
const HAND_OVER_LIMIT_MS = 1_000;
/** An engine that has nothing to do has left after this. */
const STOP_LIMIT_MS = 2_000;

/** When all is done: one engine dies, and the others take its shards over in time; then the others leave in order. */
export async function sayFarewell(world: World, fleet: EngineFleet, isOver: () => boolean): Promise<void> {
  const { time } = world;
  const shards = (): Rows['shard'][] => [...world.server.store.tables.shard.values()];

  /** Everybody is up, and every shard is somebody's. */
  const isSettled = (): boolean => {
    const ids = new Set(fleet.living().map(({ engineId }) => engineId));
    return fleet.living().every((host) => host.path() !== null) && shards().every(({ owner }) => ids.has(owner ?? ''));
  };
  const crashOne = async (): Promise<void> => {
    const [victim, ...others] = fleet.living();
    if (victim === undefined || others.length === 0) return;
    const left = shards().filter(({ owner }) => owner === victim.engineId);
    victim.crash();
    await time.run({ untilAt: time.now() + TAKEOVER_LIMIT_MS, isOver });
    const isUntaken = ({ shard, epoch }: Rows['shard']): boolean =>
      shards().some((row) => row.shard === shard && row.epoch === epoch);
    const untaken = left.find(isUntaken);
    if (untaken !== undefined)
      throw new Violation(
        'I25',
        `nobody took shard ${untaken.shard} over in the ${TAKEOVER_LIMIT_MS} ms after ${victim.engineId} died`,
      );
    // An engine that has just come back is given its share of them: one may be on its way.
    await time.run({ untilAt: time.now() + HAND_OVER_LIMIT_MS, isOver: () => isOver() || isSettled() });
    if (isOver() || isSettled()) return;
    const owners = shards().map(({ shard, owner }) => `${shard}: ${owner}`);
    throw new Violation('I25', `after ${victim.engineId} died, shards stay without an owner (${owners.join(', ')})`);
  };

  // What was sent while calls were late may still be carried out; and a renewal without an answer leaves an engine in doubt until the next.
  const { late, unanswered, slowCommit } = world.plan.store;
  const waitMs = late > 0 ? LATE_LIMIT_MS : unanswered + slowCommit > 0 ? RENEWED_MS : 0;
  await time.run({ untilAt: time.now() + waitMs, isOver });
  await time.run({ untilAt: time.now() + 10_000, isOver: () => isOver() || isSettled() });
  if (world.plan.endsWithCrash && !isOver()) await crashOne();
  if (isOver()) return;
  const leaving = [...fleet.living()];
  for (const host of leaving) host.stop();
  const haveLeft = (): boolean => leaving.every((host) => host.hasStopped());
  await time.run({ untilAt: time.now() + STOP_LIMIT_MS, isOver: () => isOver() || haveLeft() });
  if (!haveLeft()) throw new Violation('I25', `engines that stop are not done after ${STOP_LIMIT_MS} ms`);
  const kept = shards().find(({ owner }) => owner !== null);
  if (kept !== undefined) throw new Violation('I25', `${kept.owner} has left, and keeps shard ${kept.shard}`);
}

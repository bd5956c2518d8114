import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { withLimit } from '../runtime/with-limit.ts';
import type { JobPath } from './join-job-path.ts';

/** Jobs in workers' hands get this long to end when the engine stops; what does not is delivered again by the next owner. */
const DRAIN_MS = 20_000;
/** Giving the shards back takes a moment; where the store says nothing they expire by themselves in less than this. */
const RELEASE_MS = 5_000;

/** The order of a job's way: no new ones, then those in hand, then their settlement, then the shards. */
export async function stopJobPath(
  path: JobPath,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  await path.submitter.drain();
  await path.wakeSender.stop();
  await Promise.all([path.tailer.stop(), path.delayService.stop()]);
  await withLimit(path.dispatcher.drain(), DRAIN_MS, clock);
  await withLimit(path.settler.drain(), DRAIN_MS, clock);
  await path.workers.stop();
  const release = async () => {
    await path.owner.stop();
    await path.owner.releaseAll();
  };
  const released = release().catch((error: unknown) => log.warn({ err: error }, 'shards will expire by themselves'));
  await withLimit(released, RELEASE_MS, clock);
}

import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { JobPath } from './join-job-path.ts';

/** Jobs in workers' hands get this long to end when the engine stops; what does not is delivered again by the next owner. */
const DRAIN_MS = 20_000;

/** The order of a job's way: no new ones, then those in hand, then their settlement, then the shards. */
export async function stopJobPath(
  path: JobPath,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<void> {
  await path.submitter.drain();
  await path.wakeSender.stop();
  await Promise.all([path.tailer.stop(), path.delayService.stop()]);
  await withLimit(path.dispatcher.drain(), clock);
  await withLimit(path.settler.drain(), clock);
  await path.workers.stop();
  await path.owner.stop();
  await path.owner.releaseAll().catch((error: unknown) => log.warn({ err: error }, 'shards will expire by themselves'));
}

async function withLimit(work: Promise<void>, clock: Clock): Promise<void> {
  const limit = new Promise<void>((resolve) => {
    const cancel = clock.after(DRAIN_MS, resolve);
    void work.finally(cancel);
  });
  await Promise.race([work, limit]);
}

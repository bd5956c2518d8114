import type { DispatcherEffect } from '../../dispatcher/dispatcher-event.ts';
import type { Lease, ReadyJob } from '../../queue/lease.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import { Violation } from './violation.ts';

type Keyed = Pick<ReadyJob, 'useCaseNo' | 'concurrencyKey'>;

interface Run {
  readonly engineId: string;
  readonly epoch: number;
}

/** Of each concurrency key no more are leased than its use case allows (I9), over all engines. */
export interface KeyCheck {
  onEffect(engineId: string, effect: DispatcherEffect): void;
  /** Whether no more of it may start. */
  isFull(job: Keyed): boolean;
}

export function createKeyCheck(useCases: ReadonlyMap<number, UseCaseEntry>): KeyCheck {
  const runs = new Map<string, Map<ReadyJob['key'], Run>>();
  const runsOf = ({ useCaseNo, concurrencyKey }: Keyed): Map<ReadyJob['key'], Run> => {
    const id = `${useCaseNo} ${concurrencyKey}`;
    const found = runs.get(id) ?? new Map();
    runs.set(id, found);
    return found;
  };
  const limitOf = ({ useCaseNo, concurrencyKey }: Keyed): number =>
    (concurrencyKey ? useCases.get(useCaseNo)?.concurrencyKeyLimit : null) ?? Number.POSITIVE_INFINITY;

  const start = (engineId: string, { job, epoch }: Lease): void => {
    const limit = limitOf(job);
    if (limit === Number.POSITIVE_INFINITY) return;
    const running = runsOf(job);
    // The lease is good, so those of other owners of its shard are not.
    for (const [key, run] of running) if (run.engineId !== engineId || run.epoch !== epoch) running.delete(key);
    running.set(job.key, { engineId, epoch });
    if (running.size > limit)
      throw new Violation('I9', `${running.size} jobs with the key ${job.concurrencyKey} run, of ${limit}: ${job.key}`);
  };
  const end = (engineId: string, job: ReadyJob): void => {
    if (limitOf(job) === Number.POSITIVE_INFINITY) return;
    const running = runsOf(job);
    if (running.get(job.key)?.engineId === engineId) running.delete(job.key);
  };

  return {
    onEffect: (engineId, effect) => {
      if (effect.kind === 'run') for (const lease of effect.bundle.leases) start(engineId, lease);
      else for (const job of endedBy(effect)) end(engineId, job);
    },
    isFull: (job) => runsOf(job).size >= limitOf(job),
  };
}

/** Jobs that do not run any more. */
function endedBy(effect: DispatcherEffect): readonly ReadyJob[] {
  if (effect.kind === 'settle') return effect.settlements.map(({ job }) => job);
  return effect.kind === 'returned' || effect.kind === 'forgotten' ? effect.jobs : [];
}

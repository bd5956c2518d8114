import type { Criticality } from '@leeway/domain/criticality';
import { BinaryHeap } from '../../dispatcher/binary-heap.ts';
import { decideOutcome } from '../../dispatcher/decide-outcome.ts';
import type { DispatcherEffect, DispatcherEvent } from '../../dispatcher/dispatcher-event.ts';
import { Slots } from '../../dispatcher/slots.ts';
import type { ReadyJob } from '../../queue/lease.ts';
import { createChance } from '../chance.ts';
import type { SimulationPlan } from './simulation-plan.ts';
import type { Tier } from './tier.ts';

/** Three priorities, as tiers of old have them. */
const PRIORITY: Readonly<Record<Criticality, number>> = { critical: 0, high: 0, normal: 1, low: 2 };

function cameFirst(a: ReadyJob, b: ReadyJob): boolean {
  return a.availableAt === b.availableAt ? a.key < b.key : a.availableAt < b.availableAt;
}

/**
 * A tier as they used to be, to compare with: three priorities, first come first served, whatever is free is given out. Retries
 * follow the same policy; quotas, weights, grants and downstreams mean nothing to it.
 */
export function createSimpleTier({ fleet, useCases, seed }: SimulationPlan): Tier {
  const entries = new Map(useCases.map(({ entry }) => [entry.no, entry]));
  const queues = [0, 1, 2].map(() => new BinaryHeap<ReadyJob>(cameFirst));
  const readyCounts = new Map<number, number>();
  const slots = new Slots();
  const random = createChance(`${seed}/backoff`).next;
  let lastToken = 0;

  const count = (useCaseNo: number, change: number): void => {
    readyCounts.set(useCaseNo, (readyCounts.get(useCaseNo) ?? 0) + change);
  };

  const add = (jobs: readonly ReadyJob[]): void => {
    for (const job of jobs) {
      queues[PRIORITY[entries.get(job.useCaseNo)?.criticality ?? 'normal']]?.push(job);
      count(job.useCaseNo, 1);
    }
  };

  const dispatch = (now: number): DispatcherEffect[] => {
    const effects: DispatcherEffect[] = [];
    while (slots.freeCount > 0) {
      const queue = queues.find(({ size }) => size > 0);
      const job = queue?.peek();
      const useCase = job === undefined ? undefined : entries.get(job.useCaseNo);
      if (queue === undefined || job === undefined || useCase === undefined) break;
      if (slots.heldMemoryMb > 0 && slots.heldMemoryMb + useCase.memoryLimitMb > fleet.memoryMb) break;
      queue.pop();
      count(job.useCaseNo, -1);
      lastToken += 1;
      const slot = slots.take(useCase.no, useCase.memoryLimitMb, now);
      effects.push({ kind: 'taken', jobs: [job] });
      effects.push({ kind: 'run', slot, bundle: { useCase, leases: [{ job, token: lastToken, epoch: 1 }] } });
    }
    return effects;
  };

  const settle = ({ results }: Extract<DispatcherEvent, { kind: 'reported' }>): DispatcherEffect[] => {
    const settlements = results.map(({ lease: { job, epoch }, result }) => {
      const policy = entries.get(job.useCaseNo);
      return { job, epoch, ends: [decideOutcome(job, result, { policy, random })], returned: [] };
    });
    return [{ kind: 'settle', settlements }];
  };

  return {
    step: (event, now) => {
      if (event.kind === 'arrived') add(event.jobs);
      if (event.kind === 'slotFreed') slots.free(event.slot, event.memoryLimitMb);
      if (event.kind === 'dispatch') return dispatch(now);
      return event.kind === 'reported' ? settle(event) : [];
    },
    readyCountOf: (useCaseNo) => readyCounts.get(useCaseNo) ?? 0,
  };
}

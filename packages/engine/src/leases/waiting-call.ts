import type { ClaimedJob } from '../queue/claim-foreign-jobs.ts';
import type { LeaseCall } from '../queue/foreign-leases.ts';
import type { QueueRef } from '../queue/queued-job.ts';
import { shardsOf } from '../queue/shard-spread.ts';

/** A call for jobs that is not answered yet. */
export interface WaitingCall {
  readonly call: LeaseCall;
  readonly queues: readonly QueueRef[];
  /** Calls of the same kind are served together: same use cases, same time, same key. */
  readonly kind: string;
  /** When it must be answered, whether anything was found or not; `elapsed` time. */
  readonly endAt: number;
  /** Whether it was answered, or its caller went away. */
  isOver: boolean;
  readonly resolve: (jobs: readonly ClaimedJob[]) => void;
  readonly reject: (error: unknown) => void;
}

export function kindOf({ useCases, leaseMs, holder }: LeaseCall): string {
  const numbers = useCases.map(({ no }) => no).sort((a, b) => a - b);
  return `${numbers.join(',')} ${leaseMs} ${holder}`;
}

export function queuesOf({ useCases }: Pick<LeaseCall, 'useCases'>, shardCount: number): QueueRef[] {
  return useCases.flatMap(({ no, shardSpread }) =>
    shardsOf(no, shardSpread, shardCount).map((shard) => ({ shard, useCaseNo: no })),
  );
}

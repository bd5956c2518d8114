import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LeaseEnd } from '../queue/end-foreign-leases.ts';
import type { AttemptEnd, Settlement } from '../queue/settlement.ts';

export interface EngineGauges {
  readonly readyCount: () => number;
  readonly leasedCount: () => number;
  readonly unsettledCount: () => number;
  readonly shardCount: () => number;
  /** Lease calls of programs that are not answered yet. */
  readonly waitingCallCount: () => number;
  /** Dead tuples of the ready queue's table; null where the store has not said yet. */
  readonly deadTupleCount: () => number | null;
  /** Ids that the store has used since the oldest that is not frozen; null where it has not said yet. */
  readonly idAge: () => number | null;
  /** For how long somebody has kept vacuum from cleaning; null where nobody has looked yet. */
  readonly oldestSnapshotMs: () => number | null;
}

export interface EngineMetrics {
  submitted(count: number): void;
  /** Refused, by whose limit. */
  rateLimited(limit: string, count: number): void;
  settled(settled: readonly Settlement[], refused: readonly Settlement[]): void;
  /** Of programs: how attempts ended, and how many words came for leases that were lost. */
  leasesEnded(ends: readonly LeaseEnd[], lostCount: number): void;
  text(): Promise<string>;
}

/** A bounded set for Prometheus: no labels per team or use case, so its size does not grow with the tier. */
export function createEngineMetrics(gauges: EngineGauges): EngineMetrics {
  const registry = new Registry();
  const registers = [registry];
  const submitted = new Counter({ name: 'leeway_submitted_jobs_total', help: 'Jobs accepted', registers });
  const rateLimited = new Counter({
    name: 'leeway_rate_limited_jobs_total',
    help: 'Jobs refused by a submit rate limit, by whose limit it is',
    labelNames: ['limit'],
    registers,
  });
  const settled = new Counter({
    name: 'leeway_settled_attempts_total',
    help: 'Attempts settled, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const refused = new Counter({ name: 'leeway_lost_leases_total', help: 'Results refused: lease lost', registers });
  const delay = new Histogram({
    name: 'leeway_delay_seconds',
    help: 'Start minus earliest start, first attempts',
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600, 21_600, 86_400],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read() ?? Number.NaN);
      },
    });
  gauge('leeway_ready_jobs', 'Jobs in memory that no worker has taken', gauges.readyCount);
  gauge('leeway_leased_jobs', 'Jobs in the hands of workers', gauges.leasedCount);
  gauge('leeway_unsettled_results', 'Results that are not committed yet', gauges.unsettledCount);
  gauge('leeway_owned_shards', 'Shards that this engine owns', gauges.shardCount);
  gauge('leeway_waiting_lease_calls', 'Lease calls of programs that wait for a job', gauges.waitingCallCount);
  gauge(
    'leeway_oldest_snapshot_seconds',
    'For how long a transaction, or a slot, has kept vacuum from cleaning',
    () => {
      const oldestMs = gauges.oldestSnapshotMs();
      return oldestMs === null ? null : oldestMs / 1_000;
    },
  );
  gauge('leeway_queue_dead_tuples', 'Dead tuples of the ready queue as the store counts them', gauges.deadTupleCount);

  gauge(
    'leeway_store_id_age',
    'Ids used since the oldest that is not frozen; at two billion nothing is written',
    gauges.idAge,
  );

  const count = (ended: Iterable<{ readonly attempt: number; readonly ends: readonly AttemptEnd[] }>): void => {
    const counts = { done: 0, retried: 0, dead: 0, cancelled: 0 };
    for (const { attempt, ends } of ended)
      for (const { outcome, startedAt, delayMs } of ends) {
        counts[outcome] += 1;
        if (attempt === 1 && startedAt > 0) delay.observe(delayMs / 1_000);
      }
    for (const [outcome, number] of Object.entries(counts)) settled.inc({ outcome }, number);
  };

  return {
    submitted: (count) => submitted.inc(count),
    rateLimited: (limit, count) => rateLimited.inc({ limit }, count),
    settled: (done, lost) => {
      refused.inc(lost.reduce((sum, { job }) => sum + job.jobCount, 0));
      count(done.map(({ job, ends }) => ({ attempt: job.attempt, ends })));
    },
    leasesEnded: (ended, lostCount) => {
      refused.inc(lostCount);
      count(ended.map(({ lease, end }) => ({ attempt: lease.attempt, ends: [end] })));
    },
    text: () => registry.metrics(),
  };
}

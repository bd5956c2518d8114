import { createPool } from '@leeway/db/pool';
import { createTestDatabase } from '@leeway/db/testing';
import type { JobSubmission } from '@leeway/domain/submit';
import type { Pool } from 'pg';
import { toReadyJob } from '../queue/lease.ts';
import type { RequestKey } from '../queue/new-job.ts';
import { createQueueStore } from '../queue/queue-store.ts';
import { type JobRow, toQueuedJob } from '../queue/read-windows.ts';
import { settleJobs } from '../queue/settle-jobs.ts';
import { tallyUsage } from '../queue/tally-usage.ts';
import { createRegistry } from '../registry/registry.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { createSubmitter, type Submitted } from '../submitter/submit-jobs.ts';
import { seedUseCase } from './engine-fixture.ts';
import { sampleSettlement } from './job-samples.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const OWNER = 'engine_a';
const ALL_SHARDS = Array.from({ length: 16 }, (_, shard) => shard);

/** What a job says of itself, so that its row tells what it was submitted for. */
export interface Labels {
  readonly request: string;
  readonly dedupeKey: string | null;
  readonly windowMs: number | null;
}

export interface OnceWorld {
  readonly pool: Pool;
  readonly proxy: TcpProxy;
  /** Two processes that submit; both reach the store through the proxy. */
  submit(process: number, submissions: readonly JobSubmission[], key: RequestKey | null): Promise<Submitted>;
  /** Ends up to `count` waiting jobs; a lost race is nobody's fault. */
  settle(outcome: 'done' | 'dead' | 'retried', count: number): Promise<void>;
  /** Makes retries due again. */
  moveDue(): Promise<void>;
  close(): Promise<void>;
}

/** A store that remembers every job that was ever in it (table `seen`), and what submits to it. No engine: the test settles. */
export async function createOnceWorld(): Promise<OnceWorld> {
  const database = await createTestDatabase();
  const { pool } = database;
  await seedUseCase(database, { name: 'once' });
  await pool.query(`
    update shard_lease set owner = '${OWNER}', epoch = 1, expires_at = now_ms() + 86400000;
    create table seen (id uuid primary key, labels jsonb not null, submitted_at bigint not null);
    create function remember() returns trigger language plpgsql as $$ begin
      insert into seen values (new.id, new.payload::jsonb, new.submitted_at) on conflict do nothing;
      return null;
    end $$;
    create trigger remember_job after insert on job for each row execute function remember();
    create trigger remember_delayed after insert on delayed_job for each row execute function remember()`);
  const proxy = await startTcpProxy(database.connectionString);
  const registry = createRegistry(pool, systemClock, createLog('test', 'silent'));
  await registry.refreshOnce();
  const useCase = registry.findByName('once');
  if (useCase === undefined) throw new Error('not seeded');

  const pools = [0, 1].map((process) =>
    createPool({
      connectionString: proxy.connectionString,
      max: 3,
      applicationName: `leeway-submitter ${process}`,
      sessionOptions: '-c enable_seqscan=off -c enable_bitmapscan=off -c deadlock_timeout=50ms',
      connectTimeoutMs: 2_000,
      queryTimeoutMs: 1_000,
    }),
  );
  const submitters = pools.map((submitPool) =>
    createSubmitter({ store: createQueueStore(submitPool), clock: systemClock, now: Date.now, shardCount: 16 }),
  );

  const settle: OnceWorld['settle'] = async (outcome, count) => {
    const { rows } = await pool.query<JobRow>(
      'select id as key, attempt, job_count, available_at, submitted_at, payload from job order by random() limit $1',
      [count],
    );
    const failure = outcome === 'done' ? null : ({ code: 'HANDLER_ERROR', message: 'no' } as const);
    const settlements = rows
      .map((row) => sampleSettlement(toReadyJob(toQueuedJob(row)), { outcome, failure }))
      .sort((a, b) => (a.job.key < b.job.key ? -1 : 1));
    const epochs = new Map(settlements.map(({ job }) => [job.shard, 1]));
    const batch = { settlements, usage: tallyUsage(settlements), admits: () => true };
    if (rows.length > 0) await settleJobs(pool, { owner: OWNER, epochs }, batch).catch(expectRefusal);
  };

  return {
    pool,
    proxy,
    submit: (process, submissions, key) => {
      const submitter = submitters[process % submitters.length];
      if (submitter === undefined) throw new Error('no such process');
      return submitter.submitJobs({ useCase, submissions, key, apiKey: null });
    },
    settle,
    moveDue: async () => {
      const ranges = ALL_SHARDS.map((shard) => ({ shard, fromAt: 0 }));
      await createQueueStore(pool).moveDueJobs({ ranges, rowsPerShard: 1_000, isFair: false });
    },
    close: async () => {
      await Promise.all(pools.map((submitPool) => submitPool.end()));
      await proxy.close();
      await database.drop();
    },
  };
}

function expectRefusal(error: unknown): void {
  if ((error as { code?: string }).code !== 'LW001') throw error;
}

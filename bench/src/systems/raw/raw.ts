import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { OpenSystem, System } from '../system.ts';
import { startWorkerProcesses, type WorkerProcesses } from '../worker-process.ts';

/** The columns of Leeway's own table of jobs, and nothing beside. */
const TABLE = `create table raw_job (
  id uuid primary key, attempt smallint not null, available_at bigint not null, submitted_at bigint not null, payload text not null
)`;
const INSERT = `insert into raw_job (id, attempt, available_at, submitted_at, payload)
  select id, 1, $3, $3, payload from unnest($1::uuid[], $2::text[]) as j(id, payload)`;

/** What Postgres can do on this machine with a table of this shape: no queue can be faster than this on one table. */
export const raw: System = {
  name: 'raw',
  settings:
    'no queue: insert by unnest in batches of 1,000 over 4 connections; one process reads in key order and deletes in batches of 2,000, without any handler',
  open: async (place, workload): Promise<OpenSystem> => {
    const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 4 });
    await pool.query(TABLE);
    const prefix = randomBytes(4).toString('hex');
    let tie = 0;
    let workers: WorkerProcesses | null = null;
    const nextId = () => {
      tie += 1;
      return prefix + tie.toString(16).padStart(24, '0');
    };
    const submitMany: OpenSystem['submitMany'] = async (_useCase, payloads) => {
      const ids = payloads.map(nextId);
      const texts = payloads.map((payload) => JSON.stringify(payload));
      await pool.query({ name: 'insert', text: INSERT, values: [ids, texts, Date.now()] });
    };
    return {
      submitMany,
      submitOne: (useCase, payload) => submitMany(useCase, [payload]),
      startWorkers: async () => {
        workers = await startWorkerProcesses({ system: 'raw', place, workload }, 1);
      },
      doneCount: async () => workers?.handledCount() ?? 0,
      unsettledCount: async () => Number((await pool.query('select count(*) as left from raw_job')).rows[0]?.left),
      dispatcherBytes: () => null,
      close: async () => {
        await workers?.stop();
        await pool.end();
      },
    };
  },
};

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Handled, Work } from '../work.ts';

const ROWS = 2_000;
const READ = 'select id, attempt, available_at, submitted_at, payload from raw_job where id > $1 order by id limit $2';
const DELETE = 'delete from raw_job where id = any($1::uuid[])';
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Row {
  readonly id: string;
}

/** Reads on from a cursor while the rows before are being deleted; goes back to the beginning where nothing more is found. */
async function drain(pool: pg.Pool, handled: Handled): Promise<never> {
  let cursor = FIRST;
  let deletion: Promise<unknown> = Promise.resolve();
  for (;;) {
    const { rows } = await pool.query<Row>({ name: 'read', text: READ, values: [cursor, ROWS] });
    await deletion;
    const last = rows.at(-1);
    if (last === undefined) {
      cursor = FIRST;
      await sleep(1);
      continue;
    }
    cursor = last.id;
    deletion = pool
      .query({ name: 'delete', text: DELETE, values: [rows.map((row) => row.id)] })
      .then(() => handled(rows.length));
  }
}

export const workRaw: Work = async ({ place }, _handle, handled) => {
  const pool = new pg.Pool({ connectionString: place.databaseUrl, max: 2, options: '-c enable_seqscan=off' });
  await pool.query('select 1');
  void drain(pool, handled);
};

import { inTransaction } from '@leeway/db/in-transaction';
import type { PoolClient } from 'pg';
import type { Call } from './context.ts';
import { allowLongReport } from './sql/allow-long-report.ts';

/** A verb that reads what may take longer than what is watched each second. */
export function patiently<Query, Report>(read: (store: PoolClient, query: Query) => Promise<Report>) {
  return ({ services }: Call, query: Query): Promise<Report> =>
    inTransaction(services.pool, async (client) => {
      await client.query(allowLongReport);
      return read(client, query);
    });
}

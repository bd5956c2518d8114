import type { Transaction } from '@leeway/db/prisma';

/** The store's now, the truth for every instant that is written. */
export async function storeNow(transaction: Pick<Transaction, '$queryRaw'>): Promise<Date> {
  const rows = await transaction.$queryRaw<{ now: Date }[]>`select now()`;
  const now = rows[0]?.now;
  if (now === undefined) throw new Error('the store did not tell the time');
  return now;
}

import { readBalance } from './sql/read-balance.ts';

interface BalanceRow {
  readonly open: number;
  readonly dead: number;
  readonly delayed: number;
  readonly waiting_rows: number;
  readonly delayed_rows: number;
  readonly dead_rows: number;
}

interface Db {
  query(text: string): Promise<{ readonly rows: readonly BalanceRow[] }>;
}

/** What is wrong at this moment; empty where every job is in one place, and counted there. */
export async function findImbalance(db: Db): Promise<string[]> {
  const { rows } = await db.query(readBalance);
  return rows.flatMap((row) => compare(row));
}

function compare({ open, dead, delayed, ...row }: BalanceRow): string[] {
  const pairs: Record<string, readonly [number, number]> = {
    'submitted − done − dead, against waiting + delayed': [open, row.waiting_rows + row.delayed_rows],
    'dead, against rows': [dead, row.dead_rows],
    'delayed, against rows': [delayed, row.delayed_rows],
  };
  return Object.entries(pairs).flatMap(([what, [counted, seen]]) =>
    counted === seen ? [] : [`${what}: ${counted}, ${seen}`],
  );
}

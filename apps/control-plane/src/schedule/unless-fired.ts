import type { Transaction } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import { readSchedule, type ScheduleRow } from './view-schedule.ts';

const TRIES = 5;

/**
 * Writes a schedule on condition that it is still as it was read: engines fire it at any moment. `write` returns the rows
 * it changed; where it changed none the schedule is read again. Returns the schedule as it was before.
 */
export async function unlessFired(
  transaction: Transaction,
  id: string,
  write: (row: ScheduleRow) => Promise<number>,
): Promise<ScheduleRow> {
  for (let tries = 0; tries < TRIES; tries++) {
    const row = await readSchedule(transaction, id);
    if ((await write(row)) === 1) return row;
  }
  throw new LeewayError('CONFLICT', 'The schedule changes at this moment; try again');
}

import type { Transaction } from '@leeway/db/prisma';
import { invalidField } from '../api/invalid-field.ts';

/** The ids of these downstreams; INVALID_INPUT on `downstreams` where one is not registered. */
export async function requireDownstreams(transaction: Transaction, names: readonly string[]): Promise<string[]> {
  const rows = await transaction.downstream.findMany({ where: { name: { in: [...names] } } });
  const missing = names.find((name) => !rows.some((row) => row.name === name));
  if (missing !== undefined)
    throw invalidField('downstreams', `There is no downstream ${missing}: register it first, or leave it out`);
  return rows.map(({ id }) => id);
}

import type { Transaction } from '@leeway/db/prisma';
import { LeewayError } from '@leeway/domain/problem';
import { z } from 'zod';

const LONGEST_ID = 100;

export const WebhookRef = z.strictObject({
  id: z
    .string()
    .regex(/^hook_[0-9a-z]+$/, 'An id such as hook_…')
    .max(LONGEST_ID),
});
export type WebhookRef = z.infer<typeof WebhookRef>;

/** A webhook that is in use; NOT_FOUND. */
export async function readWebhook(prisma: Pick<Transaction, 'alertWebhook'>, id: string) {
  const row = await prisma.alertWebhook.findUnique({ where: { id, removedAt: null }, include: { team: true } });
  if (row === null) throw new LeewayError('NOT_FOUND', 'There is no such webhook, or it was removed');
  return row;
}

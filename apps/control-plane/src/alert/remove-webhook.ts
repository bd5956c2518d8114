import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { readWebhook, type WebhookRef } from './read-webhook.ts';

/** Tells it nothing more, also of what is still to be told. */
export async function removeWebhook(call: Call, { id }: WebhookRef): Promise<{ id: string }> {
  await call.services.prisma.$transaction(async (transaction) => {
    const webhook = await readWebhook(transaction, id);
    const removedAt = await storeNow(transaction);
    await transaction.alertWebhook.update({ where: { id }, data: { removedAt } });
    await transaction.alertDelivery.updateMany({ where: { webhookId: id }, data: { nextAt: null } });
    await recordAudit(transaction, call.actor, {
      action: 'webhook.remove',
      object: { type: 'webhook', id, name: webhook.name },
      teamId: webhook.teamId,
      before: { name: webhook.name, team: webhook.team?.name ?? null },
      after: null,
    });
  });
  return { id };
}

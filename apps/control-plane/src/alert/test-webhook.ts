import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { readWebhook, type WebhookRef } from './read-webhook.ts';

const ID_BYTES = 16;

/** Has it called once with a message that is no alert; what came of it is among its calls. */
export async function testWebhook(call: Call, { id }: WebhookRef): Promise<{ id: string }> {
  const message = `msg_${Buffer.from(call.services.random(ID_BYTES)).toString('hex')}`;
  await call.services.prisma.$transaction(async (transaction) => {
    const webhook = await readWebhook(transaction, id);
    const now = BigInt((await storeNow(transaction)).getTime());
    await transaction.alertDelivery.create({
      data: { id: message, webhookId: id, event: 'test', createdAt: now, nextAt: now },
    });
    await recordAudit(transaction, call.actor, {
      action: 'webhook.test',
      object: { type: 'webhook', id, name: webhook.name },
      teamId: webhook.teamId,
      before: null,
      after: null,
    });
  });
  return { id: message };
}

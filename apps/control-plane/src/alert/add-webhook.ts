import type { WebhookRegistration } from '@leeway/domain/alert';
import { newWebhookId } from '@leeway/domain/ids';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import { findFaultAhead } from '@leeway/engine/alerts/judge-address';
import type { Call } from '../api/context.ts';
import { invalidField } from '../api/invalid-field.ts';
import { recordAudit } from '../audit/record-audit.ts';

const SECRET_BYTES = 32;

/** The only moment at which the secret can be read: whoever is called checks signatures with it. */
export async function addWebhook(call: Call, input: WebhookRegistration): Promise<{ id: string; secret: string }> {
  const { prisma, random, webhookAllowedHosts } = call.services;
  const fault = await findFaultAhead(input.url, webhookAllowedHosts);
  if (fault !== null) throw invalidField('url', fault);
  const id = newWebhookId(random);
  const secret = `whsec_${Buffer.from(random(SECRET_BYTES)).toString('base64')}`;
  await prisma.$transaction(async (transaction) => {
    const team = input.team === null ? null : await transaction.team.findUnique({ where: { name: input.team } });
    if (input.team !== null && team === null) throw invalidField('team', `There is no team ${input.team}`);
    const teamId = team?.id ?? null;
    const count = await transaction.alertWebhook.count({ where: { teamId, removedAt: null } });
    if (count >= LIMITS.webhooksPerTeam)
      throw new LeewayError('CONFLICT', `There are ${count} webhooks already, as many as may be: remove one first`);
    await transaction.alertWebhook.create({ data: { id, teamId, name: input.name, url: input.url, secret } });
    await recordAudit(transaction, call.actor, {
      action: 'webhook.add',
      object: { type: 'webhook', id, name: input.name },
      teamId,
      before: null,
      after: { name: input.name, team: input.team, calls: new URL(input.url).host },
    });
  });
  return { id, secret };
}

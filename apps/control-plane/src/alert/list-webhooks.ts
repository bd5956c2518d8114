import type { DeliveryView, WebhookView } from '@leeway/domain/alert';
import { z } from 'zod';
import type { Call } from '../api/context.ts';

const LAST_CALLS = 5;

export const WebhookListQuery = z.strictObject({});

/** Those in use, with their last calls. Addresses often carry a secret, so only their beginning is told. */
export async function listWebhooks({ services: { prisma } }: Call): Promise<WebhookView[]> {
  const rows = await prisma.alertWebhook.findMany({
    where: { removedAt: null },
    orderBy: { createdAt: 'asc' },
    include: { team: true, deliveries: { orderBy: { createdAt: 'desc' }, take: LAST_CALLS } },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    url: new URL(row.url).origin,
    team: row.team?.name ?? null,
    createdAt: row.createdAt.getTime(),
    deliveries: row.deliveries.map(viewDelivery),
  }));
}

interface DeliveryRow {
  readonly id: string;
  readonly event: string;
  readonly createdAt: bigint;
  readonly attempt: number;
  readonly nextAt: bigint | null;
  readonly deliveredAt: bigint | null;
  readonly lastError: string | null;
}

function viewDelivery({ id, event, createdAt, attempt, nextAt, deliveredAt, lastError }: DeliveryRow): DeliveryView {
  return {
    id,
    event: event as DeliveryView['event'],
    createdAt: Number(createdAt),
    attempt,
    nextAt: nextAt === null ? null : Number(nextAt),
    deliveredAt: deliveredAt === null ? null : Number(deliveredAt),
    lastError,
  };
}

import { createHmac } from 'node:crypto';
import { cleanText } from '@leeway/domain/json-text';
import { HOUR_MS, SECOND_MS } from '@leeway/domain/units';
import type { Pool } from 'pg';
import { backoffMs } from '../capacity/backoff.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import type { guardedPost } from './guarded-post.ts';
import { endDelivery } from './sql/end-delivery.ts';
import { takeDeliveries } from './sql/take-deliveries.ts';

const TICK_MS = 2_000;
const BATCH = 10;
/** About a day of trying. */
const MAX_ATTEMPTS = 30;
const BACKOFF = { backoffBaseMs: 5 * SECOND_MS, backoffCapMs: HOUR_MS };
const ERROR_BYTES = 500;

export interface AlertDeliveriesOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  /** Store time. */
  readonly now: () => number;
  readonly random: () => number;
  readonly post: typeof guardedPost;
  readonly allowedHosts: ReadonlySet<string>;
}

export interface AlertDeliveries extends Service {
  /** One tick; how many calls were made. */
  runOnce(): Promise<number>;
}

interface DeliveryRow {
  readonly id: string;
  readonly event: 'raised' | 'ended' | 'test';
  readonly attempt: number;
  readonly url: string;
  readonly secret: string;
  readonly created_at: number;
  /** Of the webhook. */
  readonly name: string;
  /** Null, as all that follows: a test. */
  readonly alert_id: string | null;
  readonly rule: string | null;
  readonly subject: string | null;
  readonly started_at: number | null;
  readonly ended_at: number | null;
  readonly message: string | null;
}

/** Tells webhooks of alerts, signed, again and again with longer pauses until they answer 2xx. */
export function createAlertDeliveries(options: AlertDeliveriesOptions): AlertDeliveries {
  const { pool, now, random, post, allowedHosts } = options;

  const deliver = async (row: DeliveryRow): Promise<void> => {
    const body = JSON.stringify(toMessage(row));
    const headers = { 'content-type': 'application/json', ...signatureHeaders(row.id, row.secret, body, now()) };
    const error = await post({ url: row.url, headers, body, allowedHosts }).then(
      (status) => (status >= 200 && status < 300 ? null : `It answered with status ${status}`),
      (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
    );
    const at = Math.round(now());
    const mayRetry = row.attempt < MAX_ATTEMPTS;
    const nextAt = error === null || !mayRetry ? null : at + Math.round(backoffMs(BACKOFF, row.attempt, random()));
    const text = error === null ? null : cleanText(error, ERROR_BYTES);
    await pool.query({ ...endDelivery, values: [row.id, error === null ? at : null, nextAt, text] });
  };

  const runOnce = async (): Promise<number> => {
    const { rows } = await pool.query<DeliveryRow>({ ...takeDeliveries, values: [Math.round(now()), BATCH] });
    await Promise.all(rows.map(deliver));
    return rows.length;
  };

  const loop = createLoop({
    name: 'alert-deliveries',
    clock: options.clock,
    log: options.log,
    runOnce: async () => ({ waitMs: (await runOnce()) === BATCH ? 0 : TICK_MS }),
  });
  return { ...loop, runOnce };
}

function toMessage({ event, created_at, name, alert_id, rule, subject, started_at, ended_at, message }: DeliveryRow) {
  const text = message ?? `A test of the webhook ${name}`;
  return {
    type: `alert.${event}`,
    timestamp: toIso(created_at),
    data: { alert: alert_id, rule, subject, message: text, startedAt: toIso(started_at), endedAt: toIso(ended_at) },
  };
}

function toIso(at: number | null): string | null {
  return at === null ? null : new Date(Number(at)).toISOString();
}

/** Standard Webhooks 1.0: HMAC-SHA256 over id, timestamp and body. */
function signatureHeaders(id: string, secret: string, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

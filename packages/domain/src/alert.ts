import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { plainText } from './use-case.ts';

/** What the tier watches for its owners. */
export const ALERT_RULES = [
  'overQuota',
  'toleranceBurning',
  'deadJobs',
  'backlogWontDrain',
  'entitlementMissed',
  'downstreamCut',
  'stalledUseCase',
] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

/** Something an owner should look at, from its start to its end. Instants in ms on the store's clock. */
export interface AlertView {
  readonly id: string;
  readonly rule: AlertRule;
  /** Name of the use case, or of the downstream. */
  readonly subject: string;
  readonly isDownstream: boolean;
  readonly team: string;
  readonly startedAt: number;
  /** When the rule last held. */
  readonly seenAt: number;
  /** Null: it lasts. */
  readonly endedAt: number | null;
  readonly message: string;
}

const WebhookUrl = z
  .url({ protocol: /^https?$/, error: 'An address such as https://example.com/hooks/leeway' })
  .max(LIMITS.incidentUrlLength, `At most ${LIMITS.incidentUrlLength} characters`)
  .refine((text) => !/^https?:\/\/[^/]*@/.test(text), 'An address without a name and password in it');

/** Where alerts are to be told; `team` null: of every team. */
export const WebhookRegistration = z.strictObject({
  name: plainText(LIMITS.nameLength).min(1, 'Give the webhook a name'),
  url: WebhookUrl,
  team: z.string().min(1).nullable().default(null),
});
export type WebhookRegistration = z.infer<typeof WebhookRegistration>;

export interface WebhookView {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly team: string | null;
  readonly createdAt: number;
  /** The last calls, newest first. */
  readonly deliveries: readonly DeliveryView[];
}

export interface DeliveryView {
  readonly id: string;
  readonly event: 'raised' | 'ended' | 'test';
  readonly createdAt: number;
  readonly attempt: number;
  /** Null: given up, or delivered. */
  readonly nextAt: number | null;
  readonly deliveredAt: number | null;
  readonly lastError: string | null;
}

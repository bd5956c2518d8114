import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Pays out a merchant through a bank that sometimes does not answer: shows failures and retries.
 *
 * Payload: `{ "payoutId": "P-7", "cents": 12500 }`. There is no bank behind it: chance decides, one call in fifteen fails.
 */
export default async function settlePayout(payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> {
  const { payoutId, cents } = (payload ?? {}) as { payoutId?: unknown; cents?: unknown };
  if (typeof payoutId !== 'string') throw new TypeError('payoutId must be a text such as "P-7"');
  if (!Number.isInteger(cents) || Number(cents) <= 0) throw new TypeError('cents must be a whole number above 0');
  await sleep(5 + Math.random() * 20, undefined, { signal });
  if (Math.random() < 1 / 15) throw new Error(`The bank did not answer for payout ${payoutId}`);
}

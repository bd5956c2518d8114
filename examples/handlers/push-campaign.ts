import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Sends one page of a campaign: waits more than it computes, and may wait for hours before it starts.
 *
 * Payload: `{ "campaign": "spring", "page": 3 }`. There is no push service behind it: it takes as long as one would.
 */
export default async function pushCampaign(payload: unknown, { signal }: { signal: AbortSignal }): Promise<void> {
  const { campaign, page } = (payload ?? {}) as { campaign?: unknown; page?: unknown };
  if (typeof campaign !== 'string') throw new TypeError('campaign must be a text such as "spring"');
  if (!Number.isInteger(page)) throw new TypeError('page must be a whole number');
  await sleep(40 + Math.random() * 60, undefined, { signal });
}

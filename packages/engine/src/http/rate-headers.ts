import type { FastifyReply } from 'fastify';
import type { RateReading } from '../submitter/rate-refusal.ts';

/**
 * `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-09), an item per limit: q jobs in w seconds, r of them may
 * come now, and in t seconds as many as ever. Counted in jobs; no headers where nothing is limited.
 */
export function setRateHeaders(reply: FastifyReply, readings: readonly RateReading[]): void {
  if (readings.length === 0) return;
  reply.header('ratelimit-policy', readings.map(toPolicy).join(', '));
  reply.header('ratelimit', readings.map(toStanding).join(', '));
}

/** The window in which a whole burst is earned, in whole seconds: q by w is the rate. */
function toPolicy({ name, perSecond, burst }: RateReading): string {
  const windowSeconds = Math.max(1, Math.ceil(burst / perSecond));
  return `"${name}";q=${perSecond * windowSeconds};w=${windowSeconds};qu="jobs"`;
}

function toStanding({ name, remainingCount, wholeAfterMs }: RateReading): string {
  return `"${name}";r=${remainingCount};t=${Math.ceil(wholeAfterMs / 1_000)}`;
}

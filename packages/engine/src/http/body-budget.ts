import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyRequest } from 'fastify';

function announcedBytes(request: FastifyRequest): number {
  const length = Number(request.headers['content-length']);
  if (Number.isFinite(length) && length >= 0) return Math.min(length, LIMITS.requestBytes);
  return request.headers['transfer-encoding'] === undefined ? 0 : LIMITS.requestBytes;
}

/** Sheds load before memory grows: counts what requests announce, from their first byte to their answer. */
export function installBodyBudget(server: FastifyInstance): void {
  let heldBytes = 0;

  server.addHook('onRequest', async (request, reply) => {
    const bytes = announcedBytes(request);
    if (heldBytes + bytes > LIMITS.bytesInFlight)
      throw new LeewayError('OVERLOADED', 'Too many requests are under way; nothing was stored', {
        retryAfterMs: 1_000,
      });
    heldBytes += bytes;
    // The answer's end, or its connection's: the request itself is closed as soon as its body is read.
    reply.raw.once('close', () => {
      heldBytes -= bytes;
    });
  });
}

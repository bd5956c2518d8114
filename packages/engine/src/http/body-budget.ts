import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Bytes of request bodies that may be in this process at once; beyond it new requests get 503 before they are read. */
const BODY_BUDGET_BYTES = 128 * 2 ** 20;

function announcedBytes(request: FastifyRequest): number {
  const length = Number(request.headers['content-length']);
  if (Number.isFinite(length) && length >= 0) return Math.min(length, LIMITS.requestBytes);
  return request.headers['transfer-encoding'] === undefined ? 0 : LIMITS.requestBytes;
}

/** Sheds load before memory grows: counts what requests announce, from their first byte to their answer. */
export function installBodyBudget(server: FastifyInstance): void {
  const held = new WeakMap<FastifyRequest, number>();
  let heldBytes = 0;

  server.addHook('onRequest', async (request) => {
    const bytes = announcedBytes(request);
    if (heldBytes + bytes > BODY_BUDGET_BYTES)
      throw new LeewayError('OVERLOADED', 'Too many requests are being read', { retryAfterMs: 1_000 });
    heldBytes += bytes;
    held.set(request, bytes);
    request.raw.once('close', () => release(request));
  });
  server.addHook('onResponse', async (request) => release(request));

  function release(request: FastifyRequest): void {
    heldBytes -= held.get(request) ?? 0;
    held.delete(request);
  }
}

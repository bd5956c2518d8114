import type { FastifyRequest } from 'fastify';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** The peer's address; where the peer is a proxy on this machine, such as the console, the last address it wrote down. */
export function clientAddress(request: Pick<FastifyRequest, 'headers' | 'socket'>): string {
  const peer = request.socket.remoteAddress ?? '127.0.0.1';
  const forwarded = request.headers['x-forwarded-for'];
  if (forwarded === undefined || !LOOPBACK.test(peer)) return peer;
  return String(forwarded).split(',').at(-1)?.trim() || peer;
}

import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { type Auth, CLIENT_ADDRESS_HEADER } from '../sign-in/create-auth.ts';
import { createSignInLimit } from '../sign-in/sign-in-limit.ts';
import { clientAddress } from './client-address.ts';
import { refusalOfOrigin } from './decide-origin.ts';

export interface AuthRoutesConfig {
  readonly auth: Auth;
  readonly pool: Pool;
  readonly webUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly now: () => number;
}

/** All of the sign-in library that can be reached: a list of what is open, not of what is closed. */
export function addAuthRoutes(server: FastifyInstance, config: AuthRoutesConfig): void {
  const limit = createSignInLimit();
  const answer = (request: FastifyRequest, reply: FastifyReply) => handle(config, request, reply);

  server.get('/api/auth/get-session', answer);
  server.post('/api/auth/sign-out', { onRequest: refuseForeign(config) }, answer);
  server.post('/api/auth/sign-in/email', { onRequest: refuseForeign(config) }, async (request, reply) => {
    if (!limit.admits(emailOf(request.body), config.now())) {
      return reply.status(429).send({ code: 'TOO_MANY_TRIES', message: 'Too many tries; wait five minutes' });
    }
    return answer(request, reply);
  });
}

function refuseForeign({ trustedOrigins }: AuthRoutesConfig) {
  return async (request: FastifyRequest): Promise<void> => {
    const refusal = refusalOfOrigin(request.headers.origin, trustedOrigins);
    if (refusal !== null) throw refusal;
  };
}

function emailOf(body: unknown): string {
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : '';
  return typeof email === 'string' ? email : '';
}

async function handle(config: AuthRoutesConfig, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const response = await config.auth.handler(toWebRequest(config, request));
  if (response.status >= 500) await blame(config.pool);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') reply.header(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  return reply
    .header('cache-control', 'no-store')
    .status(response.status)
    .send(await response.text());
}

function toWebRequest({ webUrl }: AuthRoutesConfig, request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, String(value));
  headers.delete('content-length');
  headers.set(CLIENT_ADDRESS_HEADER, clientAddress(request));
  const body = request.method === 'POST' ? { body: JSON.stringify(request.body ?? {}) } : {};
  return new Request(new URL(request.url, webUrl), { method: request.method, headers, ...body });
}

/** The library answers 500 to everything unexpected; nearly always the store is away, which is worth saying. */
async function blame(pool: Pool): Promise<never> {
  await pool.query('select 1');
  throw new LeewayError('INTERNAL', 'It is in our log');
}

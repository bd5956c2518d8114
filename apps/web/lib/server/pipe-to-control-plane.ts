import type { ProblemBody } from '@leeway/domain/problem';
import { API_URL } from '#env';

/** Headers that belong to one connection, not to the message (RFC 9110 §7.6.1), and lengths that piping may change. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
  'content-encoding',
  'accept-encoding',
];

function endToEnd(headers: Headers): Headers {
  const named = headers.get('connection')?.split(',') ?? [];
  const kept = new Headers(headers);
  for (const name of [...HOP_BY_HOP, ...named]) if (name.trim() !== '') kept.delete(name.trim());
  return kept;
}

const AWAY: ProblemBody = {
  type: 'urn:leeway:problem:control-plane-away',
  title: 'The control plane does not answer',
  status: 503,
  detail: 'The console is up, but the control plane behind it cannot be reached. Try again in a few seconds.',
  code: 'OVERLOADED',
};

function controlPlaneAway(): Response {
  return new Response(JSON.stringify(AWAY), {
    status: AWAY.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '2' },
  });
}

/**
 * Sends a request on to the control plane and streams its answer back as it comes, server-sent events included.
 * Answers 503 with a problem body where the control plane cannot be reached.
 */
export async function pipeToControlPlane(request: Request): Promise<Response> {
  const { pathname, search, host } = new URL(request.url);
  const headers = endToEnd(request.headers);
  headers.set('x-forwarded-host', request.headers.get('host') ?? host);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  try {
    const answer = await fetch(new URL(pathname + search, API_URL), {
      method: request.method,
      headers,
      signal: request.signal,
      redirect: 'manual',
      cache: 'no-store',
      ...(hasBody ? { body: request.body, duplex: 'half' } : {}),
    } as RequestInit);
    return new Response(answer.body, { status: answer.status, headers: endToEnd(answer.headers) });
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    console.error('control plane away', error instanceof Error ? error.message : error);
    return controlPlaneAway();
  }
}

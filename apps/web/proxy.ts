import { type NextRequest, NextResponse } from 'next/server';
import { IS_DEVELOPMENT } from './env.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './lib/server/content-security-policy.ts';

/** Gives each page its nonce and headers. It decides nothing about rights: the control plane does, at each call. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy(nonce, IS_DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-leeway-path', request.nextUrl.pathname + request.nextUrl.search);
  headers.set('content-security-policy', policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ['/((?!api/|_next/static|icon.svg).*)'] };

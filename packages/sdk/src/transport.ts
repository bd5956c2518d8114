import { Agent, request } from 'undici';

export type Fetch = typeof globalThis.fetch;

/** One exchange over HTTP. */
export interface Outgoing {
  readonly url: string;
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Rejects where no whole answer came, and with the reason of the signal once that is aborted. Follows no redirect. */
export type Transport = (outgoing: Outgoing) => Promise<Answer>;

/** Connections that are kept and used again, without what a browser's `fetch` has to do around each call. */
export function createConnections(): Transport {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  return async ({ url, ...options }) => {
    const { statusCode, headers, body } = await request(url, { ...options, dispatcher: agent });
    const retryAfter = headers['retry-after'];
    return {
      status: statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      text: await body.text(),
    };
  };
}

/** A `fetch` of the caller's own: through a proxy, traced, or made up. */
export function throughFetch(fetch: Fetch): Transport {
  return async ({ url, ...options }) => {
    const response = await fetch(url, { ...options, redirect: 'error' });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() };
  };
}

import { LeewayConnectionError, parseRetryAfter, toApiError } from './errors.ts';
import { limitTime } from './limit-time.ts';
import type { Runtime } from './runtime.ts';
import type { Answer, Transport } from './transport.ts';

export interface RequestParts {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** Makes repeats of the request one. */
  readonly idempotencyKey?: string | undefined;
  /** How long the tier may keep the request waiting, on top of the time for an answer. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Calls that are refused together: where most are, some are held back. Default: all that name none. */
  readonly scope?: string;
}

export interface Connection {
  readonly url: string;
  readonly apiKey: string;
  readonly transport: Transport;
  readonly timeoutMs: number;
  readonly runtime: Runtime;
}

/** Failures before the first byte was sent: nothing can have been carried out. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : codesOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? [error.code, ...inner] : inner;
}

/** A `fetch` says only "fetch failed"; what failed is in its cause. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostMessage(error.cause);
}

function toConnectionError(cause: unknown, connection: Connection, parts: RequestParts): LeewayConnectionError {
  const codes = codesOf(cause);
  const outcomeUnknown = !codes.some((code) => NEVER_SENT.has(code));
  const timedOut = cause instanceof Error && cause.name === 'TimeoutError';
  const why = timedOut ? `no answer within ${connection.timeoutMs} ms` : (codes[0] ?? innermostMessage(cause));
  const { idempotencyKey } = parts;
  return new LeewayConnectionError(`Cannot reach ${connection.url}: ${why}`, { outcomeUnknown, cause, idempotencyKey });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * One try of one request.
 * @returns the parsed JSON of a 2xx answer
 * @throws LeewayApiError, LeewayConnectionError, or the caller's own abort reason
 */
export async function sendRequest(connection: Connection, parts: RequestParts): Promise<unknown> {
  const { status, retryAfter, text } = await exchange(connection, parts);
  const body = parseJson(text);
  if (status >= 200 && status < 300 && body !== undefined) return body;
  const retryAfterMs = parseRetryAfter(retryAfter, connection.runtime.now());
  throw toApiError({ status, body, retryAfterMs, idempotencyKey: parts.idempotencyKey });
}

async function exchange(connection: Connection, parts: RequestParts): Promise<Answer> {
  const headers: Record<string, string> = { authorization: `Bearer ${connection.apiKey}`, accept: 'application/json' };
  if (parts.body !== undefined) headers['content-type'] = 'application/json';
  if (parts.idempotencyKey !== undefined) headers['idempotency-key'] = parts.idempotencyKey;
  const limit = limitTime(connection.timeoutMs + (parts.waitMs ?? 0), parts.signal);
  try {
    return await connection.transport({
      url: connection.url + parts.path,
      method: parts.method,
      headers,
      ...(parts.body === undefined ? {} : { body: parts.body }),
      signal: limit.signal,
    });
  } catch (error) {
    if (parts.signal?.aborted) throw parts.signal.reason;
    throw toConnectionError(error, connection, parts);
  } finally {
    limit.lift();
  }
}

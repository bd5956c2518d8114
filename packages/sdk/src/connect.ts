import { decideRetry, type RetryPolicy } from './decide-retry.ts';
import { createRetryBudget } from './retry-budget.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { type Connection, type Fetch, type RequestParts, sendRequest } from './send-request.ts';

/** How to reach the tier. */
export interface ConnectOptions {
  /** Where the tier takes submissions, such as `http://localhost:4100`. */
  readonly url: string;
  /** A key of the team that owns the use cases (`lw_live_…`). */
  readonly apiKey: string;
  /** Instead of the global `fetch`. */
  readonly fetch?: Fetch;
  /** For one try, answer included. Default 10 000. */
  readonly timeoutMs?: number;
  /**
   * Further tries after a 429, 502, 503, 504, a time-out or a network failure. Default 2; 0 switches them off. A repeated
   * submission carries the same Idempotency-Key, so its jobs are stored once. Over many calls at most one in ten is repeated.
   */
  readonly maxRetries?: number;
  /** Time and chance, for tests. */
  readonly runtime?: Runtime;
}

const DEFAULTS = { timeoutMs: 10_000, maxRetries: 2, baseDelayMs: 100, maxDelayMs: 30_000 } as const;

export type Call = (parts: RequestParts) => Promise<unknown>;

/**
 * A way to send requests, repeating them where that can help.
 * @throws TypeError where url or apiKey cannot be used
 */
export function connect(options: ConnectOptions): { readonly call: Call; readonly runtime: Runtime } {
  const connection = toConnection(options);
  return { call: createCaller(connection, options), runtime: connection.runtime };
}

function createCaller(connection: Connection, options: ConnectOptions): Call {
  const policy: RetryPolicy = {
    maxRetries: options.maxRetries ?? DEFAULTS.maxRetries,
    baseDelayMs: DEFAULTS.baseDelayMs,
    maxDelayMs: DEFAULTS.maxDelayMs,
  };
  const { runtime } = connection;
  const budget = createRetryBudget();
  return async (parts) => {
    budget.earn();
    for (let tried = 1; ; tried += 1) {
      try {
        return await sendRequest(connection, parts);
      } catch (error) {
        const waitMs = decideRetry(error, tried, policy, runtime.random);
        if (waitMs === null || !budget.spend()) throw error;
        await runtime.sleep(waitMs, parts.signal);
      }
    }
  };
}

function toConnection(options: ConnectOptions): Connection {
  if (!URL.canParse(options.url) || !/^https?:$/.test(new URL(options.url).protocol)) {
    throw new TypeError(`url must be an http or https address such as http://localhost:4100, not "${options.url}"`);
  }
  if (!/^[\x21-\x7e]+$/.test(options.apiKey)) {
    throw new TypeError('apiKey must be a key of the tier (lw_live_…), without spaces or line breaks');
  }
  return {
    url: options.url.replace(/\/+$/, ''),
    apiKey: options.apiKey,
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    runtime: options.runtime ?? systemRuntime,
  };
}

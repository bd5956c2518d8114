import { decideRetry, isRefusal, type RetryPolicy } from './decide-retry.ts';
import { asUnknown, LeewayConnectionError } from './errors.ts';
import { createRetryBudget } from './retry-budget.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { type Connection, type RequestParts, sendRequest } from './send-request.ts';
import { createThrottle, type Throttle } from './throttle.ts';
import { createConnections, type Fetch, throughFetch } from './transport.ts';

/** How to reach the tier. */
export interface ConnectOptions {
  /** Where the tier takes submissions, such as `http://localhost:4100`. */
  readonly url: string;
  /** A key of the team that owns the use cases (`lw_live_…`). */
  readonly apiKey: string;
  /** Instead of the connections that the SDK keeps itself: through a proxy, traced, or made up in a test. */
  readonly fetch?: Fetch;
  /** For one try, answer included. Default 10 000. */
  readonly timeoutMs?: number;
  /**
   * Further tries after a 429, 502, 503, 504, a time-out or a network failure. Default 2, and no more: three tries a call; 0 switches
   * them off. A repeated submission carries the same Idempotency-Key, so its jobs are stored once. Over many calls at most one in
   * ten is repeated; and where most are refused, some are not even sent (`LeewayConnectionError`, "Not sent").
   */
  readonly maxRetries?: number;
  /** Time and chance, for tests. */
  readonly runtime?: Runtime;
}

const DEFAULTS = { timeoutMs: 10_000, maxRetries: 2, baseDelayMs: 100, maxDelayMs: 30_000 } as const;

export type Call = (parts: RequestParts) => Promise<unknown>;

/**
 * A way to send requests, repeating them where that can help.
 * @throws TypeError where url, apiKey or maxRetries cannot be used
 */
export function connect(options: ConnectOptions): { readonly call: Call; readonly runtime: Runtime } {
  const connection = toConnection(options);
  return { call: createCaller(connection, options), runtime: connection.runtime };
}

function createCaller(connection: Connection, options: ConnectOptions): Call {
  if (![undefined, 0, 1, 2].includes(options.maxRetries)) throw new TypeError('maxRetries must be 0, 1 or 2');
  const policy: RetryPolicy = {
    maxRetries: options.maxRetries ?? DEFAULTS.maxRetries,
    baseDelayMs: DEFAULTS.baseDelayMs,
    maxDelayMs: DEFAULTS.maxDelayMs,
  };
  const { runtime } = connection;
  const budget = createRetryBudget();
  const throttleOf = createThrottles(runtime);

  const trySending = async (parts: RequestParts, throttled: Throttled): Promise<unknown> => {
    try {
      const answer = await sendRequest(connection, parts);
      throttled.throttle.accepted();
      return answer;
    } catch (error) {
      if (isRefusal(error)) {
        throttled.throttle.refused();
        throttled.lastError = error;
      } else if (!parts.signal?.aborted) throttled.throttle.accepted();
      throw error;
    }
  };

  /** Waits for the moment of another try; false where there is none. */
  const mayTryAgain = async (error: unknown, tried: number, parts: RequestParts): Promise<boolean> => {
    const waitMs = decideRetry(error, tried, policy, runtime.random);
    if (waitMs === null || !budget.spend()) return false;
    await runtime.sleep(waitMs, parts.signal);
    return throttleOf(parts.scope).throttle.mayBeSent();
  };

  const sendAgainAndAgain = async (parts: RequestParts): Promise<unknown> => {
    let isUnknown = false;
    for (let tried = 1; ; tried += 1) {
      try {
        return await trySending(parts, throttleOf(parts.scope));
      } catch (error) {
        isUnknown ||= isRefusal(error) && error.outcomeUnknown;
        if (!(await mayTryAgain(error, tried, parts))) throw isUnknown ? asUnknown(error) : error;
      }
    }
  };

  return async (parts) => {
    const { throttle, lastError } = throttleOf(parts.scope);
    if (!throttle.mayBeSent()) throw notSent(parts, lastError);
    budget.earn();
    return await sendAgainAndAgain(parts);
  };
}

interface Throttled {
  readonly throttle: Throttle;
  lastError: Error | null;
}

/** One for each use case that is submitted to, since a rate limit is its own; one for everything else. */
function createThrottles(runtime: Runtime): (scope?: string) => Throttled {
  const throttles = new Map<string, Throttled>();
  return (scope = '') => {
    const known = throttles.get(scope);
    if (known !== undefined) return known;
    const fresh = { throttle: createThrottle(runtime.now, runtime.random), lastError: null };
    throttles.set(scope, fresh);
    return fresh;
  };
}

function notSent({ idempotencyKey }: RequestParts, lastError: Error | null): LeewayConnectionError {
  const last = lastError === null ? '' : ` (the last: ${lastError.message})`;
  const message = `Not sent: the tier refused most of the calls of the last seconds${last}`;
  return new LeewayConnectionError(message, { outcomeUnknown: false, cause: lastError, idempotencyKey });
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
    transport: options.fetch === undefined ? createConnections() : throughFetch(options.fetch),
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    runtime: options.runtime ?? systemRuntime,
  };
}

import type { JobAnswer } from '@leeway/domain/job-answer';
import type { SubmitResponse, SubmittedJob } from '@leeway/domain/submit';
import { decideRetry, type RetryPolicy } from './decide-retry.ts';
import { toApiError } from './errors.ts';
import { createGatherer, type GatherOptions } from './gather-submits.ts';
import { type JobInput, type JobOptions, toSubmission } from './job-input.ts';
import { createRetryBudget } from './retry-budget.ts';
import { type Runtime, systemRuntime } from './runtime.ts';
import { type Connection, type Fetch, type RequestParts, sendRequest } from './send-request.ts';

export interface LeewayOptions {
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
  /** Gathers concurrent `submit` calls of one use case into one request. Default: no. */
  readonly gather?: GatherOptions;
  /** Time and chance, for tests. */
  readonly runtime?: Runtime;
}

export interface CallOptions {
  /** Ends the call, waiting between tries included; what was sent may still be carried out. */
  readonly signal?: AbortSignal;
}

export interface SubmitOptions extends CallOptions {
  /**
   * Makes submissions with the same key and jobs one, for at least a day, also from another process. 1 to 255 visible
   * ASCII characters; default: a new UUID per call.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface Leeway {
  /** Submits one job; resolves when it is stored. */
  submit(useCase: string, payload: unknown, options?: JobOptions & SubmitOptions): Promise<SubmittedJob>;
  /** Submits up to 1 000 jobs in one request: all are stored, or none. The answer is in their order. */
  submitMany(useCase: string, jobs: readonly JobInput[], options?: SubmitOptions): Promise<readonly SubmittedJob[]>;
  /** @throws LeewayApiError `NOT_FOUND` where there is no such job, or no longer */
  getJob(id: string, options?: CallOptions): Promise<JobAnswer>;
}

const DEFAULTS = { timeoutMs: 10_000, maxRetries: 2, baseDelayMs: 100, maxDelayMs: 30_000 } as const;

/**
 * A client of the tier for programs that submit jobs. Every call throws `LeewayApiError` (the tier said no),
 * `LeewayConnectionError` (no answer), or the abort reason of the caller's signal.
 * @throws TypeError where url or apiKey cannot be used
 */
export function createLeeway(options: LeewayOptions): Leeway {
  const connection = toConnection(options);
  const call = createCaller(connection, options);

  const submitMany: Leeway['submitMany'] = async (useCase, jobs, { signal, idempotencyKey } = {}) => {
    const key = idempotencyKey ?? connection.runtime.newKey();
    const body = JSON.stringify({ jobs: jobs.map(toSubmission) });
    const path = `/v1/use-cases/${encodeURIComponent(useCase)}/jobs`;
    const answer = await call({ method: 'POST', path, body, idempotencyKey: key, signal });
    if (isSubmitResponse(answer, jobs.length)) return answer.jobs;
    throw toApiError({ status: 200, body: answer, idempotencyKey: key });
  };

  return { submit: createSubmit(submitMany, options.gather), submitMany, getJob: createGetJob(call) };
}

type Call = (parts: RequestParts) => Promise<unknown>;

function createSubmit(submitMany: Leeway['submitMany'], gather: GatherOptions | undefined): Leeway['submit'] {
  const gathered = gather === undefined ? null : createGatherer(submitMany, gather);
  return async (useCase, payload, { signal, idempotencyKey, ...jobOptions } = {}) => {
    const job = { payload, ...jobOptions };
    // a call with its own signal must be able to end alone, and one with its own key to be repeated alone
    const isAlone = signal !== undefined || idempotencyKey !== undefined;
    if (gathered !== null && !isAlone) return gathered(useCase, job);
    const [submitted] = await submitMany(useCase, [job], { ...(signal && { signal }), idempotencyKey });
    if (submitted === undefined) throw toApiError({ status: 200, body: null });
    return submitted;
  };
}

function createGetJob(call: Call): Leeway['getJob'] {
  return async (id, { signal } = {}) => {
    const answer = await call({ method: 'GET', path: `/v1/jobs/${encodeURIComponent(id)}`, signal });
    if (isJobAnswer(answer)) return answer;
    throw toApiError({ status: 200, body: answer });
  };
}

function createCaller(connection: Connection, options: LeewayOptions): Call {
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

function toConnection(options: LeewayOptions): Connection {
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

function isSubmitResponse(answer: unknown, count: number): answer is SubmitResponse {
  if (typeof answer !== 'object' || answer === null || !('jobs' in answer) || !Array.isArray(answer.jobs)) return false;
  return answer.jobs.length === count && answer.jobs.every((job) => typeof job?.id === 'string');
}

function isJobAnswer(answer: unknown): answer is JobAnswer {
  return typeof answer === 'object' && answer !== null && 'id' in answer && 'state' in answer;
}

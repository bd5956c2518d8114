import type { JobAnswer } from '@leeway/domain/job-answer';
import type { SubmitResponse, SubmittedJob } from '@leeway/domain/submit';
import type { CallOptions } from './call-options.ts';
import { createJobChanges, type JobChanges } from './change-jobs.ts';
import { type Call, type ConnectOptions, connect } from './connect.ts';
import { toApiError } from './errors.ts';
import { createGatherer, type GatherOptions } from './gather-submits.ts';
import { type JobInput, type JobOptions, toSubmission } from './job-input.ts';
import { createLeaseCalls, type LeaseCalls } from './lease-calls.ts';
import { createSchedules, type Schedules } from './schedules.ts';

export interface LeewayOptions extends ConnectOptions {
  /** Gathers concurrent `submit` calls of one use case into one request. Default: no. */
  readonly gather?: GatherOptions;
}

export interface SubmitOptions extends CallOptions {
  /**
   * Makes submissions with the same key and jobs one, for at least a day, also from another process. 1 to 255 visible
   * ASCII characters; default: a new UUID per call.
   */
  readonly idempotencyKey?: string | undefined;
}

export interface Leeway extends LeaseCalls, JobChanges, Schedules {
  /** Submits one job; resolves when it is stored. */
  submit(useCase: string, payload: unknown, options?: JobOptions & SubmitOptions): Promise<SubmittedJob>;
  /** Submits up to 1 000 jobs in one request: all are stored, or none. The answer is in their order. */
  submitMany(useCase: string, jobs: readonly JobInput[], options?: SubmitOptions): Promise<readonly SubmittedJob[]>;
  /** @throws LeewayApiError `NOT_FOUND` where there is no such job, or no longer */
  getJob(id: string, options?: CallOptions): Promise<JobAnswer>;
}

/**
 * A client of the tier for programs that submit jobs, change or lease them. Every call throws `LeewayApiError` (the tier said no),
 * `LeewayConnectionError` (no answer), or the abort reason of the caller's signal.
 * @throws TypeError where url or apiKey cannot be used
 */
export function createLeeway(options: LeewayOptions): Leeway {
  const { call, runtime } = connect(options);

  const submitMany: Leeway['submitMany'] = async (useCase, jobs, { signal, idempotencyKey } = {}) => {
    const key = idempotencyKey ?? runtime.newKey();
    const body = JSON.stringify({ jobs: jobs.map(toSubmission) });
    const path = `/v1/use-cases/${encodeURIComponent(useCase)}/jobs`;
    const answer = await call({ method: 'POST', path, body, idempotencyKey: key, signal, scope: path });
    if (isSubmitResponse(answer, jobs.length)) return answer.jobs;
    throw toApiError({ status: 200, body: answer, idempotencyKey: key });
  };

  return {
    submit: createSubmit(submitMany, options.gather),
    submitMany,
    getJob: createGetJob(call),
    ...createJobChanges(call),
    ...createLeaseCalls(call),
    ...createSchedules(call, runtime.newKey),
  };
}

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

function isSubmitResponse(answer: unknown, count: number): answer is SubmitResponse {
  if (typeof answer !== 'object' || answer === null || !('jobs' in answer) || !Array.isArray(answer.jobs)) return false;
  return answer.jobs.length === count && answer.jobs.every((job) => typeof job?.id === 'string');
}

function isJobAnswer(answer: unknown): answer is JobAnswer {
  return typeof answer === 'object' && answer !== null && 'id' in answer && 'state' in answer;
}

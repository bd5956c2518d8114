import type { ScheduleAnswer, SchedulePreviewAnswer } from '@leeway/domain/schedule-answer';
import type { SubmittedJob } from '@leeway/domain/submit';
import type { CallOptions } from './call-options.ts';
import type { ChangeOptions } from './change-jobs.ts';
import type { Call } from './connect.ts';
import { toApiError } from './errors.ts';
import type { RequestParts } from './send-request.ts';

/** When a schedule fires, and the job that it then makes. */
export interface ScheduleInput {
  /** Five fields, or six with seconds first. */
  readonly cron: string;
  /** An IANA name such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly payload: unknown;
  /** Default: the use case's own. */
  readonly delayToleranceMs?: number | null;
  /** What is done about instants that passed while nothing could fire. Default `runOnce`. */
  readonly missedRuns?: 'skip' | 'runOnce' | 'runAll';
  /** Whose its jobs are: of one key only so many run at once as the use case's policy says. Default: nobody's. */
  readonly concurrencyKey?: string | null;
}

export interface SetScheduleOptions extends ChangeOptions {
  /** Refused (`CONFLICT`) where the schedule has another version by now; 0: where there is one already. Default: whatever it has. */
  readonly version?: number | undefined;
}

export interface RunScheduleOptions extends CallOptions {
  /** Makes runs with the same key one, as for submissions. Default: a new UUID per call. */
  readonly idempotencyKey?: string | undefined;
}

/** Recurring jobs of a use case, each named by the program. Every change is in the audit log, under the key's name. */
export interface Schedules {
  listSchedules(useCase: string, options?: CallOptions): Promise<readonly ScheduleAnswer[]>;
  /** @throws LeewayApiError `NOT_FOUND` where the use case has none of this name, as all below do that need one */
  getSchedule(useCase: string, name: string, options?: CallOptions): Promise<ScheduleAnswer>;
  /** Makes or changes it: the same call twice changes nothing the second time, so a program may make it at each start. */
  setSchedule(
    useCase: string,
    name: string,
    input: ScheduleInput,
    options?: SetScheduleOptions,
  ): Promise<ScheduleAnswer>;
  pauseSchedule(useCase: string, name: string, options?: ChangeOptions): Promise<ScheduleAnswer>;
  /** Goes on with the next instant; nothing is made up for. */
  resumeSchedule(useCase: string, name: string, options?: ChangeOptions): Promise<ScheduleAnswer>;
  /** Answers with what it was; jobs that it has made stay. */
  deleteSchedule(useCase: string, name: string, options?: ChangeOptions): Promise<ScheduleAnswer>;
  /** Submits its job now, beside its instants, also while it is paused. */
  runSchedule(useCase: string, name: string, options?: RunScheduleOptions): Promise<SubmittedJob>;
  /** The next five instants of an expression. */
  previewSchedule(
    useCase: string,
    timing: Pick<ScheduleInput, 'cron' | 'timeZone'>,
    options?: CallOptions,
  ): Promise<SchedulePreviewAnswer>;
}

export function createSchedules(call: Call, newKey: () => string): Schedules {
  const allOf = (useCase: string) => `/v1/use-cases/${encodeURIComponent(useCase)}/schedules`;
  const oneOf = (useCase: string, name: string) => `${allOf(useCase)}/${encodeURIComponent(name)}`;
  const ask = async <Answer>(parts: RequestParts, member: string): Promise<Answer> => {
    const answer = await call(parts);
    if (typeof answer === 'object' && answer !== null && member in answer) return answer as Answer;
    throw toApiError({ status: 200, body: answer, idempotencyKey: parts.idempotencyKey });
  };
  const change = (method: 'POST' | 'PUT' | 'DELETE', path: string, body: object, signal: AbortSignal | undefined) =>
    ask<ScheduleAnswer>({ method, path, body: JSON.stringify(body), signal }, 'name');

  return {
    listSchedules: async (useCase, { signal } = {}) =>
      (await ask<{ schedules: ScheduleAnswer[] }>({ method: 'GET', path: allOf(useCase), signal }, 'schedules'))
        .schedules,
    getSchedule: (useCase, name, { signal } = {}) => ask({ method: 'GET', path: oneOf(useCase, name), signal }, 'name'),
    setSchedule: (useCase, name, input, { signal, ...more } = {}) =>
      change('PUT', oneOf(useCase, name), { ...input, ...more }, signal),
    pauseSchedule: (useCase, name, { signal, reason } = {}) =>
      change('POST', `${oneOf(useCase, name)}/pause`, { reason }, signal),
    resumeSchedule: (useCase, name, { signal, reason } = {}) =>
      change('POST', `${oneOf(useCase, name)}/resume`, { reason }, signal),
    deleteSchedule: (useCase, name, { signal, reason } = {}) =>
      change('DELETE', oneOf(useCase, name), { reason }, signal),
    runSchedule: async (useCase, name, { signal, idempotencyKey = newKey() } = {}) => {
      const path = `${oneOf(useCase, name)}/run`;
      const parts = { method: 'POST', path, body: '{}', idempotencyKey, signal } as const;
      return (await ask<{ job: SubmittedJob }>(parts, 'job')).job;
    },
    previewSchedule: (useCase, { cron, timeZone }, { signal } = {}) => {
      const body = JSON.stringify({ cron, timeZone });
      return ask({ method: 'POST', path: `${allOf(useCase)}/preview`, body, signal }, 'fires');
    },
  };
}

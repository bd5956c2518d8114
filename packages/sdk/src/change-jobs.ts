import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import type { CallOptions } from './call-options.ts';
import type { Call } from './connect.ts';
import { toApiError } from './errors.ts';

export interface ChangeOptions extends CallOptions {
  /** Kept in the job's history. */
  readonly reason?: string | undefined;
}

/** An instant (or its ISO 8601 text with a zone), or how long after the job's earliest start a start is still on time, in ms. */
export type NewDeadline = { readonly deadlineAt: Date | string } | { readonly delayToleranceMs: number };

/** What can be done to a job by its id. A change that is repeated after a lost answer ends as if it had been asked for once. */
export interface JobChanges {
  /**
   * Once it answers `cancelled`, no attempt of the job starts any more. `leased` with `cancelRequested`: it runs, its signal is
   * aborted, and it is not tried again. `pending`: the engine that owns it has not answered; it is carried out before the job starts.
   * @throws LeewayApiError `WRONG_STATE` where the job is done or dead
   */
  cancelJob(id: string, options?: ChangeOptions): Promise<JobChangeAnswer | PendingCommand>;
  /**
   * The job takes its new place among the others at once; its id stays.
   * @throws LeewayApiError `WRONG_STATE` where it is neither waiting nor delayed
   */
  changeDeadline(id: string, deadline: NewDeadline, options?: ChangeOptions): Promise<JobChangeAnswer | PendingCommand>;
}

export function createJobChanges(call: Call): JobChanges {
  const ask = async (id: string, verb: string, wanted: object, { signal, reason }: ChangeOptions = {}) => {
    const body = JSON.stringify({ ...wanted, ...(reason === undefined ? {} : { reason }) });
    const answer = await call({ method: 'POST', path: `/v1/jobs/${encodeURIComponent(id)}/${verb}`, body, signal });
    if (isChangeAnswer(answer)) return answer;
    throw toApiError({ status: 200, body: answer });
  };
  return {
    cancelJob: (id, options) => ask(id, 'cancel', {}, options),
    changeDeadline: (id, deadline, options) => ask(id, 'deadline', deadline, options),
  };
}

function isChangeAnswer(answer: unknown): answer is JobChangeAnswer | PendingCommand {
  return typeof answer === 'object' && answer !== null && 'id' in answer && 'state' in answer;
}

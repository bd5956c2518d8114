import { type JobKey, toJobId } from '@leeway/domain/job-id';
import type { JobState } from '@leeway/domain/job-state';
import { LeewayError } from '@leeway/domain/problem';

export function unknownJob(): LeewayError {
  const detail = 'There is no such job, or it was done and its record is not kept';
  return new LeewayError('NOT_FOUND', detail, { fields: [{ field: 'id', message: 'Unknown job' }] });
}

/** @param rule what the job would have to be, as in `only a dead job is redriven` */
export function refuseState(id: JobKey, state: JobState, rule: string): LeewayError {
  return new LeewayError('WRONG_STATE', `${toJobId(id)} is ${state}; ${rule}`);
}

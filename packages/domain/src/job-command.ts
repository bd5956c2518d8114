import { z } from 'zod';
import { Reason } from './job-operation.ts';
import type { JobState } from './job-state.ts';

/** Body of `POST /v1/jobs/{id}/redrive`; it may be left out. */
export const JobChange = z.strictObject({ reason: Reason.optional() });

/** What became of a wish to change a job. */
export interface JobChangeAnswer {
  readonly id: string;
  readonly state: JobState;
  readonly deadlineAt?: string;
}

import { type JobKey, parseJobId } from '@leeway/domain/job-id';
import { z } from 'zod';

/** A job's public id. */
export const JobIdText = z.string().transform((text, context): JobKey => {
  const key = parseJobId(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: 'A job id is job_ and 32 hexadecimal digits' });
  return z.NEVER;
});

export type { JobAnswer } from '@leeway/domain/job-answer';
export type { FieldError } from '@leeway/domain/problem';
export type { SubmittedJob } from '@leeway/domain/submit';
export {
  type CallOptions,
  createLeeway,
  type Leeway,
  type LeewayOptions,
  type SubmitOptions,
} from './create-leeway.ts';
export { type ApiErrorCode, LeewayApiError, LeewayConnectionError } from './errors.ts';
export type { GatherOptions } from './gather-submits.ts';
export type { JobInput, JobOptions } from './job-input.ts';

export type { JobAnswer } from '@leeway/domain/job-answer';
export type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
export type { AckResult, ExtendResult, LeasedJob, NackResult } from '@leeway/domain/lease';
export type { FieldError } from '@leeway/domain/problem';
export type { ScheduleAnswer, SchedulePreviewAnswer } from '@leeway/domain/schedule-answer';
export type { SubmittedJob } from '@leeway/domain/submit';
export type { CallOptions } from './call-options.ts';
export type { ChangeOptions, JobChanges, NewDeadline } from './change-jobs.ts';
export { createLeeway, type Leeway, type LeewayOptions, type SubmitOptions } from './create-leeway.ts';
export {
  createRemoteWorker,
  type RemoteJobContext,
  type RemoteWorker,
  type RemoteWorkerOptions,
} from './create-remote-worker.ts';
export { type ApiErrorCode, LeewayApiError, LeewayConnectionError } from './errors.ts';
export type { GatherOptions } from './gather-submits.ts';
export type { JobInput, JobOptions } from './job-input.ts';
export type { Ack, Extension, HeldJob, LeaseOptions, Nack } from './lease-calls.ts';
export { LeaseLostError, RetryLater } from './running-job.ts';
export type { RunScheduleOptions, ScheduleInput, Schedules, SetScheduleOptions } from './schedules.ts';

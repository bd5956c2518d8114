import type { FailureCode } from '@leeway/domain/job-state';

/** What each code of the closed list means to whoever reads it at night. */
export const FAILURE_TEXT: Readonly<Record<FailureCode, string>> = {
  HANDLER_ERROR: 'The handler threw an error',
  HANDLER_NOT_FOUND: 'No such module in the handler folder',
  TIMEOUT: 'Ran longer than its time limit',
  MEMORY_EXCEEDED: 'Needed more than its memory limit',
  WORKER_DIED: 'Its worker ended under it',
  NACKED: 'The program that held it gave it up',
  LEASE_EXPIRED: 'The program that held it did not answer in time',
  DOWNSTREAM_OVERLOAD: 'What it calls was overloaded',
};

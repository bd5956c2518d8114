/** Where a job can be. Every accepted job is in exactly one of these at any moment. */
export const JOB_STATES = ['waiting', 'delayed', 'leased', 'done', 'dead', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** The only ways from one state to another; code, SQL and the diagram in the documentation follow this list. */
export const JOB_MOVES = {
  submitDue: { from: null, to: 'waiting' },
  submitAhead: { from: null, to: 'delayed' },
  becomeDue: { from: 'delayed', to: 'waiting' },
  lease: { from: 'waiting', to: 'leased' },
  ack: { from: 'leased', to: 'done' },
  retryLater: { from: 'leased', to: 'delayed' },
  giveBack: { from: 'leased', to: 'waiting' },
  die: { from: 'leased', to: 'dead' },
  redrive: { from: 'dead', to: 'waiting' },
  cancelWaiting: { from: 'waiting', to: 'cancelled' },
  cancelDelayed: { from: 'delayed', to: 'cancelled' },
  cancelLeased: { from: 'leased', to: 'cancelled' },
} as const satisfies Record<string, { from: JobState | null; to: JobState }>;

/** Why an attempt did not succeed; the closed list that handlers, workers and reports share. */
export const FAILURE_CODES = [
  'HANDLER_ERROR',
  'HANDLER_NOT_FOUND',
  'TIMEOUT',
  'MEMORY_EXCEEDED',
  'WORKER_DIED',
  'NACKED',
  'LEASE_EXPIRED',
  'DOWNSTREAM_OVERLOAD',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** What was done to a job from outside, as history tells it. */
export const NOTE_CODES = ['CANCELLED', 'REDRIVEN', 'MOVED'] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

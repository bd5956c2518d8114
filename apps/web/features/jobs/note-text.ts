import type { NoteCode } from '@leeway/domain/job-state';

/** What was done to a job from outside. */
export const NOTE_TEXT: Readonly<Record<NoteCode, string>> = {
  CANCELLED: 'It was cancelled',
  REDRIVEN: 'It was brought back from the dead',
  MOVED: 'It was given another deadline',
};

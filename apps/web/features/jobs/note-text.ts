import type { NoteCode } from '@leeway/domain/job-state';
import type { JobView } from '@leeway/domain/views';

const NOTE_TEXT: Readonly<Record<NoteCode, string>> = {
  CANCELLED: 'It was cancelled',
  REDRIVEN: 'It was brought back from the dead',
  MOVED: 'It was given another deadline',
};

/** What was done to a job from outside. One that ran may have come to its end all the same. */
export function noteTitle(code: NoteCode, { state }: Pick<JobView, 'state'>): string {
  return code === 'CANCELLED' && state === 'done' ? 'It was told to stop' : NOTE_TEXT[code];
}

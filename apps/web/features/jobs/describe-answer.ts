import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';

export interface AnswerText {
  readonly text: string;
  /** False where there is more to come. */
  readonly isOver: boolean;
}

/** What the tier's answer to a change means. */
export function describeAnswer(answer: JobChangeAnswer | PendingCommand): AnswerText {
  if (answer.state === 'pending')
    return {
      text: 'It is written down, but the engine that owns the job has not answered yet. Whoever owns it next carries this out before the job may start.',
      isOver: false,
    };
  if (answer.cancelRequested)
    return {
      text: 'It runs, and was told to stop. It ends as cancelled, or as done if it comes to its end all the same; it is not tried again.',
      isOver: false,
    };
  if (answer.deadlineAt !== undefined) return { text: 'The deadline is changed', isOver: true };
  return { text: answer.state === 'cancelled' ? 'The job is cancelled' : 'The job waits again', isOver: true };
}

import type { JobView } from '@leeway/domain/views';
import { formatDuration } from '#lib/format/duration.ts';

export interface TimelineMark {
  readonly key: 'submitted' | 'available' | 'deadline' | 'due' | 'started' | 'ended';
  readonly label: string;
  readonly at: number;
  /** Where between the first and the last instant, 0…1. */
  readonly place: number;
  readonly note: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

export interface Lateness {
  readonly isLate: boolean;
  readonly text: string;
}

/** Whether the job kept its promise, or can still keep it at `now`. */
export function decideLateness(job: JobView, now: number | null): Lateness {
  const { startedAt, deadlineAt } = job;
  if (startedAt !== null) {
    const slack = deadlineAt - startedAt;
    return slack < 0
      ? { isLate: true, text: `Started ${formatDuration(-slack)} after its deadline` }
      : { isLate: false, text: `Started on time, ${formatDuration(slack)} before its deadline` };
  }
  if (job.state === 'done' || job.state === 'dead') return { isLate: false, text: 'When it started was not kept' };
  if (now === null) return { isLate: false, text: 'Has not started' };
  const left = deadlineAt - now;
  return left < 0
    ? { isLate: true, text: `Has not started, ${formatDuration(-left)} after its deadline` }
    : { isLate: false, text: `Has not started; on time for another ${formatDuration(left)}` };
}

/** The instants of a job's life in their order. */
export function prepareTimeline(job: JobView): TimelineMark[] {
  const { submittedAt, availableAt, deadlineAt, dueAt, startedAt, endedAt } = job;
  const isLate = startedAt !== null && startedAt > deadlineAt;
  const known: (Unplaced | null)[] = [
    { key: 'submitted', label: 'Submitted', at: submittedAt, note: 'accepted and stored', tone: 'plain' },
    { key: 'available', label: 'Earliest start', at: availableAt, note: aheadText(job), tone: 'plain' },
    dueAt === null || dueAt === availableAt
      ? null
      : { key: 'due', label: 'Due again', at: dueAt, note: 'after the backoff', tone: 'plain' },
    startedAt === null
      ? null
      : {
          key: 'started',
          label: 'Started',
          at: startedAt,
          note: `delay ${formatDuration(job.delayMs)}`,
          tone: isLate ? 'bad' : 'good',
        },
    {
      key: 'deadline',
      label: 'Deadline',
      at: deadlineAt,
      note: `tolerance ${formatDuration(deadlineAt - availableAt)}`,
      tone: 'plain',
    },
    endedAt === null
      ? null
      : { key: 'ended', label: 'Ended', at: endedAt, note: `ran ${formatDuration(job.runMs)}`, tone: 'plain' },
  ];
  return placed(known.filter((one) => one !== null));
}

type Unplaced = Omit<TimelineMark, 'place'>;

function aheadText({ availableAt, submittedAt }: JobView): string {
  return availableAt <= submittedAt ? 'at once' : `${formatDuration(availableAt - submittedAt)} later`;
}

function placed(marks: readonly Unplaced[]): TimelineMark[] {
  const times = marks.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const span = Math.max(1, last - first);
  return marks.map((one) => ({ ...one, place: (one.at - first) / span })).sort((a, b) => a.at - b.at);
}

import type { JobView } from '@leeway/domain/views';
import { formatDuration } from '#lib/format/duration.ts';

export interface TimelineMark {
  readonly key: 'submitted' | 'available' | 'deadline' | 'due' | 'started' | 'expires' | 'ended';
  readonly label: string;
  readonly at: number;
  readonly note: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

/** Instants closer than this are one to the reader. */
const AT_ONCE_MS = 1_000;

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
  if (job.state === 'cancelled') return { isLate: false, text: 'Was cancelled before it started' };
  if (job.state === 'done' || job.state === 'dead') return { isLate: false, text: 'When it started was not kept' };
  if (now === null) return { isLate: false, text: 'Has not started' };
  const left = deadlineAt - now;
  return left < 0
    ? { isLate: true, text: `Has not started, ${formatDuration(-left)} after its deadline` }
    : { isLate: false, text: `Has not started; on time for another ${formatDuration(left)}` };
}

/** The instants of a job's life in their order. */
export function prepareTimeline(job: JobView): TimelineMark[] {
  const { submittedAt, availableAt, deadlineAt, dueAt, leaseExpiresAt, leaseHolder, startedAt, endedAt } = job;
  const isLate = startedAt !== null && startedAt > deadlineAt;
  const known: (TimelineMark | null)[] = [
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
    leaseExpiresAt === null
      ? null
      : { key: 'expires', label: 'Lease ends', at: leaseExpiresAt, note: heldByText(leaseHolder), tone: 'plain' },
    endedAt === null
      ? null
      : {
          key: 'ended',
          label: job.state === 'cancelled' ? 'Cancelled' : 'Ended',
          at: endedAt,
          note: startedAt === null && job.state === 'cancelled' ? 'never started' : `ran ${formatDuration(job.runMs)}`,
          tone: 'plain',
        },
  ];
  // "Start at once" is stamped a moment before the job is stored; nobody should read that as a riddle.
  const isAtOnce = Math.abs(submittedAt - availableAt) < AT_ONCE_MS;
  const orderOf = ({ key, at }: TimelineMark) => (key === 'submitted' && isAtOnce ? Number.NEGATIVE_INFINITY : at);
  return known.filter((one) => one !== null).sort((a, b) => orderOf(a) - orderOf(b));
}

function heldByText(holder: string | null): string {
  return holder === null ? 'unless it is extended' : `unless API key “${holder}” extends it`;
}

function aheadText({ availableAt, submittedAt }: JobView): string {
  return availableAt <= submittedAt ? 'at once' : `${formatDuration(availableAt - submittedAt)} later`;
}

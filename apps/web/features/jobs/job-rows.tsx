'use client';
import type { JobView } from '@leeway/domain/views';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Time } from '#components/time.tsx';
import { cx } from '#lib/class-names.ts';
import { formatDuration } from '#lib/format/duration.ts';
import type { JobList } from './job-lists.ts';
import { JobStateBadge } from './job-state-badge.tsx';
import { shortJobId } from './short-job-id.ts';

interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Takes the room that the others leave, and is cut there. */
  readonly isWide?: boolean;
  readonly cell: (job: JobView) => ReactNode;
}

const ID: Column = {
  title: 'Job',
  cell: (job) => (
    <Link href={`/jobs/${job.id}`} title={job.id} className="font-mono text-xs font-medium hover:underline">
      {shortJobId(job.id)}
    </Link>
  ),
};
const STATE: Column = { title: 'State', cell: (job) => <JobStateBadge state={job.state} /> };
const ATTEMPT: Column = { title: 'Attempt', isNumber: true, cell: (job) => `${job.attempt} of ${job.maxAttempts}` };
const SUBMITTED: Column = { title: 'Submitted', cell: (job) => <Time at={job.submittedAt} /> };
const DEADLINE: Column = { title: 'Deadline', cell: (job) => <Time at={job.deadlineAt} /> };
const DUE: Column = { title: 'Due', cell: (job) => (job.dueAt === null ? 'unknown' : <Time at={job.dueAt} />) };
const ENDED: Column = {
  title: 'Ended',
  cell: (job) => (job.endedAt === null ? 'not kept' : <Time at={job.endedAt} />),
};
const DELAY: Column = { title: 'Delay', isNumber: true, cell: (job) => <Delay job={job} /> };
const RUN: Column = { title: 'Run time', isNumber: true, cell: (job) => formatDuration(job.runMs) };
const CPU: Column = { title: 'CPU', isNumber: true, cell: (job) => formatDuration(job.cpuMs) };
const FAILURE: Column = {
  title: 'Failure',
  isWide: true,
  cell: ({ failure }) =>
    failure === null ? (
      <span className="text-faint">none</span>
    ) : (
      <span className="block truncate" title={failure.message}>
        <span className="font-mono text-xs font-medium text-bad">{failure.code}</span> {failure.message}
      </span>
    ),
};
const NOTE: Column = {
  title: 'By whom, and why',
  isWide: true,
  cell: ({ note }) => (
    <span className="block truncate" title={note?.message}>
      {note?.message ?? 'not kept'}
    </span>
  ),
};

const COLUMNS: Readonly<Record<JobList, readonly Column[]>> = {
  waiting: [ID, STATE, ATTEMPT, SUBMITTED, DEADLINE, FAILURE],
  delayed: [ID, DUE, ATTEMPT, SUBMITTED, DEADLINE, FAILURE],
  failed: [ID, ENDED, ATTEMPT, FAILURE, RUN, STATE],
  dead: [ID, ENDED, ATTEMPT, FAILURE, RUN],
  done: [ID, ENDED, DELAY, RUN, CPU, ATTEMPT],
  cancelled: [ID, ENDED, ATTEMPT, NOTE, SUBMITTED],
};

function Delay({ job }: { readonly job: JobView }) {
  const isLate = job.startedAt !== null && job.startedAt > job.deadlineAt;
  return (
    <span className={cx(isLate && 'font-medium text-bad')}>
      {formatDuration(job.delayMs)}
      {isLate && ' (late)'}
    </span>
  );
}

interface JobRowsProps {
  readonly rows: readonly JobView[];
  readonly list: JobList;
}

export function JobRows({ rows, list }: JobRowsProps) {
  const columns = COLUMNS[list];
  return (
    <>
      <table className="hidden w-full text-left text-sm md:table">
        <thead className="border-y border-line bg-sunken text-xs text-muted">
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th
                key={title}
                scope="col"
                className={cx('px-4 py-2 font-medium whitespace-nowrap', isNumber && 'text-right')}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((job) => (
            <tr key={`${job.id}-${job.attempt}`} className="border-b border-line last:border-b-0 hover:bg-hover">
              {columns.map(({ title, isNumber, isWide, cell }) => (
                <td
                  key={title}
                  className={cx('px-4 py-2', isWide ? 'w-full max-w-0' : 'whitespace-nowrap', isNumber && 'text-right')}
                >
                  {cell(job)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="divide-y divide-line border-t border-line md:hidden">
        {rows.map((job) => (
          <li key={`${job.id}-${job.attempt}`} className="px-4 py-3">
            <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
              {columns.map(({ title, isWide, cell }) => (
                <div key={title} className={cx('flex min-w-0 items-center gap-1.5', isWide && 'basis-full')}>
                  <dt className="shrink-0 text-muted">{title}</dt>
                  <dd className="min-w-0">{cell(job)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

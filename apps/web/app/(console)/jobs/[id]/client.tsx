'use client';
import type { JobView } from '@leeway/domain/views';
import { CircleCheck, Clock, FileQuestion } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '#components/badge.tsx';
import { ButtonLink } from '#components/button.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { NotReachable } from '#components/not-reachable.tsx';
import { Notice } from '#components/notice.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { Time } from '#components/time.tsx';
import { UpLink } from '#components/up-link.tsx';
import { FAILURE_TEXT } from '#features/jobs/failure-text.ts';
import { JobActions } from '#features/jobs/job-actions.tsx';
import { JobChanges } from '#features/jobs/job-changes.tsx';
import { JobStateBadge } from '#features/jobs/job-state-badge.tsx';
import { JobTimeline } from '#features/jobs/job-timeline.tsx';
import { noteTitle } from '#features/jobs/note-text.ts';
import { decideLateness } from '#features/jobs/prepare-timeline.ts';
import { shortJobId } from '#features/jobs/short-job-id.ts';
import { hasEnded, useJob } from '#features/jobs/use-job.ts';
import { JobWaitPanel } from '#features/waits/job-wait.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { useTierNow } from '#lib/live/use-store-now.ts';
import { isPassing, problemOf } from '#lib/problem.ts';

export function JobClient({ id }: { readonly id: string }) {
  const { data, error, refetch } = useJob(id);
  if (data !== undefined) return <Job job={data} isGone={error !== null} />;
  if (error === null) return <Skeleton className="h-96" label="Reading the job" />;
  const problem = problemOf(error);
  if (isPassing(problem)) return <NotReachable onRetry={() => void refetch()} />;
  return (
    <EmptyState
      icon={FileQuestion}
      title="No trace of this job"
      action={<ButtonLink href="/use-cases">All use cases</ButtonLink>}
    >
      {problem.code === 'INVALID_INPUT'
        ? 'A job id is job_ and 32 hexadecimal digits; this one is mistyped or cut.'
        : 'Either it never existed, or it succeeded and its record was not kept: busy use cases keep every failure but only some successes, and each for some days.'}
    </EmptyState>
  );
}

function Job({ job, isGone }: { readonly job: JobView; readonly isGone: boolean }) {
  const lateness = decideLateness(job, useTierNow());
  const [unfinished, setUnfinished] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="font-mono text-lg" title={job.id}>
              {shortJobId(job.id)}
            </span>
            <CopyButton text={job.id} what="job id" />
            <JobStateBadge state={job.state} />
            <Badge tone={lateness.isLate ? 'bad' : 'plain'} icon={lateness.isLate ? Clock : CircleCheck}>
              {lateness.isLate ? 'late' : 'not late'}
            </Badge>
          </>
        }
        above={<UpLink href={`/use-cases/${encodeURIComponent(job.useCase)}`}>{job.useCase}</UpLink>}
        below={<span className="font-mono text-xs break-all">{job.id}</span>}
      >
        {!isGone && <JobActions job={job} onUnfinished={setUnfinished} />}
      </PageHeader>
      {unfinished !== null && !hasEnded(job) && !isGone && (
        <div className="mb-4">
          <Notice tone="warn">{unfinished}</Notice>
        </div>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          {!isGone && <JobWaitPanel job={job} />}
          <Panel title="What happened when" hint={lateness.text}>
            <JobTimeline job={job} />
          </Panel>
        </div>
        <div className="flex flex-col gap-4">
          {isGone && <Notice tone="note">It has run since; the record of this success was not kept.</Notice>}
          <Figures job={job} />
          {job.note !== null && <Note note={job.note} title={noteTitle(job.note.code, job)} />}
          {job.failure !== null && <Failure failure={job.failure} isOver={job.state === 'dead'} />}
          <JobChanges id={job.id} />
        </div>
      </div>
    </>
  );
}

function Figures({ job }: { readonly job: JobView }) {
  const neverRan = job.state === 'cancelled' && job.startedAt === null;
  const figures = [
    { label: 'Attempt', value: `${job.attempt} of ${job.maxAttempts}` },
    { label: 'Start delay', value: job.startedAt === null ? 'not started' : formatDuration(job.delayMs) },
    {
      label: 'Run time',
      value: neverRan ? 'never ran' : job.endedAt === null ? 'not ended' : formatDuration(job.runMs),
    },
    { label: job.runtime === 'remote' ? 'CPU time, as reported' : 'CPU time', value: cpuText(job) },
  ];
  return (
    <Panel title="Figures" hint="Of the attempt shown">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dt className="text-xs text-muted">{label}</dt>
            <dd className="text-lg font-semibold">{value}</dd>
          </div>
        ))}
        {job.concurrencyKey !== null && (
          <div className="col-span-2">
            <dt className="text-xs text-muted">Concurrency key</dt>
            <dd className="font-medium break-all">{job.concurrencyKey}</dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

function cpuText({ endedAt, runtime, cpuMs }: JobView): string {
  if (endedAt === null) return 'not ended';
  return runtime === 'remote' && cpuMs === null ? 'not reported' : formatDuration(cpuMs);
}

function Note({ note, title }: { readonly note: NonNullable<JobView['note']>; readonly title: string }) {
  return (
    <Panel title={title} hint={<Time at={note.at} show="absolute" />}>
      <p className="text-sm break-words">{note.message}</p>
    </Panel>
  );
}

function Failure({ failure, isOver }: { readonly failure: NonNullable<JobView['failure']>; readonly isOver: boolean }) {
  return (
    <Panel title={isOver ? 'Why it is dead' : 'Last failure'} hint={FAILURE_TEXT[failure.code]}>
      <p className="mb-1.5 font-mono text-xs font-medium text-bad">{failure.code}</p>
      <pre className="max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs break-words whitespace-pre-wrap">
        {failure.message === '' ? 'It came without a message.' : failure.message}
      </pre>
    </Panel>
  );
}

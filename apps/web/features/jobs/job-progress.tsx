'use client';
import type { JobView } from '@leeway/domain/views';
import { ArrowRight, LoaderCircle } from 'lucide-react';
import { ButtonLink } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { problemOf } from '#lib/problem.ts';
import { JobStateBadge } from './job-state-badge.tsx';
import { hasEnded, useJob } from './use-job.ts';

/** What becomes of one job, from its submission to its end. */
export function JobProgress({ id }: { readonly id: string }) {
  const { data, error } = useJob(id, { fast: true });
  if (error) {
    const problem = problemOf(error);
    const text = problem.code === 'NOT_FOUND' ? 'It has run; the record of this success was not kept.' : problem.detail;
    return <Notice tone={problem.code === 'NOT_FOUND' ? 'note' : 'bad'}>{text}</Notice>;
  }
  return (
    <div
      role="status"
      className="rounded-md border border-line bg-sunken p-3"
      data-job-state={data?.state ?? 'unknown'}
    >
      <div className="flex flex-wrap items-center gap-2">
        {data === undefined ? (
          <LoaderCircle aria-label="Reading" className="size-4 animate-spin text-muted" />
        ) : (
          <JobStateBadge state={data.state} />
        )}
        <span className="min-w-0 flex-1 truncate font-mono text-xs" title={id}>
          {id}
        </span>
        <ButtonLink href={`/jobs/${id}`} tone="quiet" size="sm">
          Open <ArrowRight aria-hidden="true" />
        </ButtonLink>
      </div>
      {data !== undefined && <p className="mt-1.5 text-sm text-muted">{stageText(data)}</p>}
      {data?.failure && (
        <p className="mt-1.5 text-sm break-words">
          <span className="font-mono text-xs font-medium text-bad">{data.failure.code}</span> {data.failure.message}
        </p>
      )}
    </div>
  );
}

function stageText(job: JobView): string {
  const attempt = `${job.attempt} of ${job.maxAttempts}`;
  if (job.state === 'cancelled' && job.startedAt === null) return 'Cancelled before it started.';
  if (hasEnded(job))
    return `Started ${formatDuration(job.delayMs)} after it could, ran ${formatDuration(job.runMs)}, attempt ${attempt}.`;
  if (job.state === 'delayed') return `Attempt ${attempt} follows after a backoff.`;
  return job.leaseExpiresAt === null ? 'Waits for a worker, or is being run.' : 'A program holds it.';
}

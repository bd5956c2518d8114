'use client';
import { LIMITS } from '@leeway/domain/limits';
import type { ScheduleFireView, ScheduleView } from '@leeway/domain/views';
import Link from 'next/link';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { shortJobId } from '#features/jobs/short-job-id.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatMoment } from '#lib/format/time.ts';
import { useFires } from './use-schedules.ts';

const SHOWN = 10;
/** Engines fire a little ahead; only what is later than this is worth a word. */
const LATE_MS = 1_000;

/** The last fires of a schedule and what became of them. */
export function FireList({ schedule }: { readonly schedule: Pick<ScheduleView, 'id' | 'name' | 'timeZone'> }) {
  const { data, error, refetch } = useFires(schedule.id);
  if (data === undefined && error) return <ReadProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-24" label="Reading the last fires" />;
  if (data.length === 0) return <p className="text-sm text-muted">It has not fired yet.</p>;
  return (
    <ol
      aria-label={`Last fires of ${schedule.name}`}
      className="divide-y divide-line rounded-md border border-line text-sm"
    >
      {data.slice(0, SHOWN).map((fire) => (
        <li key={fire.no} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-3 py-1.5">
          <time dateTime={new Date(fire.fireAt).toISOString()} className="tabular-nums">
            {formatMoment(fire.fireAt, schedule.timeZone)}
          </time>
          <Outcome fire={fire} />
        </li>
      ))}
    </ol>
  );
}

function Outcome({ fire }: { readonly fire: ScheduleFireView }) {
  const count = fire.instantCount > LIMITS.missedRuns ? `more than ${LIMITS.missedRuns}` : String(fire.instantCount);
  if (fire.jobId === null) return <span className="text-warn">missed, {count} skipped</span>;
  const lateMs = fire.decidedAt - fire.fireAt;
  return (
    <>
      <Link href={`/jobs/${fire.jobId}`} title={fire.jobId} className="font-mono text-xs font-medium hover:underline">
        {shortJobId(fire.jobId)}
      </Link>
      {fire.instantCount > 1 && <span className="text-warn">for {count} missed</span>}
      {lateMs > LATE_MS && <span className="text-muted">made up for {formatDuration(lateMs)} later</span>}
    </>
  );
}

'use client';
import type { JobWaitView } from '@leeway/domain/sharing-views';
import type { JobView } from '@leeway/domain/views';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Panel } from '#components/panel.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { describeAhead, describeSilence } from './describe-wait.ts';
import { ReasonView } from './reason-view.tsx';
import { SilenceNotice } from './silence-notice.tsx';

const WAITS: readonly JobView['state'][] = ['waiting', 'delayed'];

/** Why a job has not started; nothing where it has. */
export function JobWaitPanel({ job }: { readonly job: JobView }) {
  const trpc = useTRPC();
  const isWaiting = WAITS.includes(job.state);
  const { data, error } = useQuery({
    ...trpc.job.wait.queryOptions({ id: job.id }),
    ...useReading(),
    enabled: isWaiting,
    retry: false,
  }) as UseQueryResult<JobWaitView>;
  if (!isWaiting || (error !== null && data === undefined) || data?.reason === null) return null;
  return (
    <Panel title="Why it waits" hint="As engines see it now">
      {data === undefined ? <Skeleton className="h-8" label="Reading why it waits" /> : <Body wait={data} job={job} />}
    </Panel>
  );
}

function Body({ wait, job }: { readonly wait: JobWaitView; readonly job: JobView }) {
  const ahead = describeAhead(wait.aheadCount, wait.isMoreAhead);
  if (wait.reason === null) return null;
  if (job.runtime === 'remote' && job.state === 'waiting')
    return (
      <p className="text-sm">
        It waits until a program of its team asks for it; none is lent while its use case is paused or an incident mode
        holds it back. {ahead}
        {ahead !== null && '.'}
      </p>
    );
  if (job.state === 'waiting' && describeSilence(wait) !== null)
    return <SilenceNotice spoken={wait}>why it waits is unknown. Look at the engines on the overview.</SilenceNotice>;
  return <ReasonView reason={wait.reason} asOf={wait.asOf} facts={[ahead]} />;
}

'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { Inbox, RefreshCw } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Segmented } from '#components/segmented.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { OperationButton } from '#features/operations/operation-button.tsx';
import { OperationList } from '#features/operations/operation-list.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { JOB_LIST_TEXT, JOB_LISTS, type JobList } from './job-lists.ts';
import { JobRows } from './job-rows.tsx';
import { useJobList } from './use-job-list.ts';

interface JobsTabProps {
  readonly useCase: Pick<UseCaseView, 'name' | 'team'>;
  readonly list: JobList;
  readonly onChange: (list: JobList) => void;
}

const OPTIONS = JOB_LISTS.map((value) => ({ value, label: JOB_LIST_TEXT[value].label }));

export function JobsTab({ useCase, list, onChange }: JobsTabProps) {
  const jobs = useJobList(useCase.name, list);
  const refusal = whyNotChange(useSessionUser(), useCase.team);
  return (
    <div className="flex flex-col gap-4">
      <OperationList useCase={useCase.name} show="current" refusal={refusal} />
      <Panel
        title="Jobs"
        hint={JOB_LIST_TEXT[list].hint}
        flush
        actions={
          <>
            {(list === 'waiting' || list === 'delayed') && (
              <OperationButton key={list} useCase={useCase.name} kind="cancel" states={list} refusal={refusal} />
            )}
            {list === 'dead' && <OperationButton useCase={useCase.name} kind="redrive" refusal={refusal} />}
            <Button tone="quiet" size="icon" onClick={jobs.readAgain} aria-label="Read again">
              <RefreshCw aria-hidden="true" />
            </Button>
          </>
        }
      >
        <div className="overflow-x-auto px-4 pb-3">
          <Segmented label="Which jobs" value={list} options={OPTIONS} onChange={onChange} />
        </div>
        <Rows jobs={jobs} list={list} />
      </Panel>
      <OperationList useCase={useCase.name} show="past" refusal={refusal} />
    </div>
  );
}

function Rows({ jobs, list }: { readonly jobs: ReturnType<typeof useJobList>; readonly list: JobList }) {
  if (jobs.rows === undefined) {
    if (jobs.error) return <ReadProblem error={jobs.error} onRetry={jobs.readAgain} />;
    return <Skeleton className="mx-4 mb-3 h-64" label="Reading the jobs" />;
  }
  if (jobs.rows.length === 0) {
    return (
      <EmptyState icon={Inbox} title="None">
        {JOB_LIST_TEXT[list].empty}
      </EmptyState>
    );
  }
  return (
    <>
      <JobRows rows={jobs.rows} list={list} />
      {jobs.hasMore && (
        <div className="border-t border-line px-4 py-3 text-center">
          <Button size="sm" onClick={jobs.readMore} disabled={jobs.isReadingMore}>
            {jobs.isReadingMore ? 'Reading…' : 'Show more'}
          </Button>
        </div>
      )}
    </>
  );
}

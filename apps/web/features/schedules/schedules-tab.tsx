'use client';
import type { ScheduleView, UseCaseView } from '@leeway/domain/views';
import { CalendarClock, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { EndDialog, type Ending } from './end-dialog.tsx';
import { type Edited, ScheduleDialog } from './schedule-dialog.tsx';
import { ScheduleList } from './schedule-list.tsx';
import { useSchedules } from './use-schedules.ts';

export function SchedulesTab({ useCase }: { readonly useCase: UseCaseView }) {
  const { data, error, refetch } = useSchedules(useCase.name);
  const refusal = whyNotChange(useSessionUser(), useCase.team);
  const [edited, setEdited] = useState<Edited>(null);
  const [ending, setEnding] = useState<Ending | null>(null);
  const reload = async (id: string) => {
    const { data: fresh } = await refetch();
    setEdited(fresh?.find((schedule: ScheduleView) => schedule.id === id) ?? null);
  };
  const add = (
    <Button tone="primary" onClick={() => setEdited('new')} disabled={refusal !== null} title={refusal ?? undefined}>
      <Plus aria-hidden="true" />
      Add a schedule
    </Button>
  );
  const hasSome = data !== undefined && data.length > 0;
  return (
    <Panel title="Schedules" hint="Jobs that this use case gets by itself" flush actions={hasSome && add}>
      {data === undefined && !error && <Skeleton className="mx-4 mb-3 h-48" label="Reading the schedules" />}
      {data === undefined && error && <ReadProblem error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && (
        <EmptyState icon={CalendarClock} title="No schedule yet" action={add}>
          A schedule gives this use case a job at each instant of a cron expression in a time zone, without any program.
        </EmptyState>
      )}
      {hasSome && (
        <ScheduleList
          schedules={data}
          refusal={refusal}
          onEdit={setEdited}
          onEnd={(verb, schedule) => setEnding({ verb, schedule })}
        />
      )}
      <ScheduleDialog
        useCase={useCase}
        edited={edited}
        onClose={() => setEdited(null)}
        onReload={(id) => void reload(id)}
      />
      <EndDialog ending={ending} onClose={() => setEnding(null)} />
    </Panel>
  );
}

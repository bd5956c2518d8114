'use client';
import { Siren } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Notice } from '#components/notice.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { ChangesPanel } from '#features/audit/changes-panel.tsx';
import { ModeHistory } from '#features/incident-mode/mode-history.tsx';
import { StartDialog } from '#features/incident-mode/start-dialog.tsx';
import { useIncidentModes } from '#features/incident-mode/use-incident-modes.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { incidentModeParams } from './search-params.ts';

export function IncidentModeClient() {
  const isAdmin = useSessionUser()?.role === 'admin';
  const { data, error, refetch } = useIncidentModes();
  const [{ start }, setUrl] = useQueryStates(incidentModeParams);
  return (
    <>
      <PageHeader
        title="Incident mode"
        below="While it is in force, nothing below a criticality floor starts, of any team. It ends by itself."
      >
        {isAdmin && (
          <Button tone="danger" onClick={() => void setUrl({ start: true })}>
            <Siren aria-hidden="true" />
            Start incident mode
          </Button>
        )}
      </PageHeader>
      <div className="flex flex-col gap-4">
        {!isAdmin && <Notice tone="note">It reaches every team, so an admin starts, extends and ends it.</Notice>}
        <Panel title="In force and before" hint="Who wanted it, for how long, and why" flush>
          {data === undefined && !error && <Skeleton className="m-4 h-40" label="Reading the incident modes" />}
          {data === undefined && error && <ReadProblem error={error} onRetry={() => void refetch()} />}
          {data?.modes.length === 0 && (
            <EmptyState icon={Siren} title="It was never needed">
              When the pool is too small for everything, for a while, this keeps it for what matters most.
            </EmptyState>
          )}
          {data !== undefined && data.modes.length > 0 && <ModeHistory modes={data.modes} />}
        </Panel>
        <ChangesPanel of={{ objectType: 'incidentMode' }} />
      </div>
      <StartDialog open={start && isAdmin} onClose={() => void setUrl({ start: null })} />
    </>
  );
}

'use client';
import type { DownstreamView } from '@leeway/domain/capacity-views';
import { Plus, Shield } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { ChangesPanel } from '#features/audit/changes-panel.tsx';
import { DownstreamDialog } from '#features/downstreams/downstream-dialog.tsx';
import { DownstreamList } from '#features/downstreams/downstream-list.tsx';
import { useDownstreams } from '#features/downstreams/use-downstreams.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { downstreamsParams } from './search-params.ts';

export function DownstreamsClient() {
  const user = useSessionUser();
  const { data, error, refetch } = useDownstreams();
  const [{ register: isRegistering }, setUrl] = useQueryStates(downstreamsParams);
  const [changed, setChanged] = useState<DownstreamView | null>(null);
  const canRegister = user !== null && user.role !== 'viewer' && (user.role === 'admin' || user.teams.length > 0);
  const edited = isRegistering && canRegister ? 'new' : changed;
  const close = () => {
    setChanged(null);
    void setUrl({ register: null });
  };
  const register = canRegister && (
    <Button tone="primary" onClick={() => void setUrl({ register: true })}>
      <Plus aria-hidden="true" />
      Register a downstream
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Downstreams"
        below="Services that handlers call and that must be protected. Figures are of all engines together."
      >
        {register}
      </PageHeader>
      <div className="flex flex-col gap-4">
        <Panel flush>
          {data === undefined && !error && <Skeleton className="m-4 h-60" label="Reading the downstreams" />}
          {data === undefined && error && <ReadProblem error={error} onRetry={() => void refetch()} />}
          {data?.downstreams.length === 0 && (
            <EmptyState icon={Shield} title="No downstream yet" action={register}>
              Register a database or a service that your handlers call, then name it in the settings of each use case
              that does. When it is overloaded, they slow down together.
            </EmptyState>
          )}
          {data !== undefined && data.downstreams.length > 0 && (
            <DownstreamList downstreams={data.downstreams} onChange={setChanged} />
          )}
        </Panel>
        <ChangesPanel of={{ objectType: 'downstream' }} />
      </div>
      <DownstreamDialog edited={edited} onClose={close} />
    </>
  );
}

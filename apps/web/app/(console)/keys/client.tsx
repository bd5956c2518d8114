'use client';
import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { KeyList } from '#features/keys/key-list.tsx';
import { MintDialog } from '#features/keys/mint-dialog.tsx';
import { useSessionUser } from '#features/session/session-context.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { keysParams } from './search-params.ts';

export function KeysClient() {
  const trpc = useTRPC();
  const user = useSessionUser();
  const [{ mint }, setUrl] = useQueryStates(keysParams);
  const { data, error, refetch } = useQuery(trpc.apiKey.list.queryOptions());
  const canMint = user !== null && user.role !== 'viewer' && (user.role === 'admin' || user.teams.length > 0);
  const mintButton = canMint && (
    <Button tone="primary" onClick={() => void setUrl({ mint: true })}>
      <Plus aria-hidden="true" />
      Mint a key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        below="Programs show one when they submit jobs. The store keeps only a hash: a key is readable once, when it is minted."
      >
        {mintButton}
      </PageHeader>
      <Panel flush>
        {data === undefined && !error && <Skeleton className="m-4 h-60" label="Reading the keys" />}
        {data === undefined && error && <ReadProblem error={error} onRetry={() => void refetch()} />}
        {data?.length === 0 && (
          <EmptyState icon={KeyRound} title="No key yet" action={mintButton}>
            {canMint
              ? 'Mint one for each program, so that one can be revoked without the others.'
              : 'Keys of your teams are listed here; an engineer of a team can mint one.'}
          </EmptyState>
        )}
        {data !== undefined && data.length > 0 && <KeyList apiKeys={data} />}
      </Panel>
      <MintDialog open={mint && canMint} onOpenChange={(open) => void setUrl({ mint: open || null })} />
    </>
  );
}

'use client';
import type { WebhookView } from '@leeway/domain/alert';
import { useQuery } from '@tanstack/react-query';
import { BellOff, Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { AlertRows } from '#features/alerts/alert-rows.tsx';
import { RemoveWebhookDialog } from '#features/alerts/remove-webhook-dialog.tsx';
import { WebhookDialog } from '#features/alerts/webhook-dialog.tsx';
import { WebhookRows } from '#features/alerts/webhook-rows.tsx';
import { ChangesPanel } from '#features/audit/changes-panel.tsx';
import { useSessionUser } from '#features/session/session-context.tsx';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';

export function AlertsClient() {
  const trpc = useTRPC();
  const user = useSessionUser();
  const alerts = useQuery({ ...trpc.alert.list.queryOptions({}), ...useReading() });
  const webhooks = useQuery({ ...trpc.webhook.list.queryOptions({}), ...useReading() });
  const [isAdding, setIsAdding] = useState(false);
  const [removed, setRemoved] = useState<WebhookView | null>(null);
  const canAdd = user !== null && user.role !== 'viewer' && (user.role === 'admin' || user.teams.length > 0);
  const add = canAdd && (
    <Button onClick={() => setIsAdding(true)}>
      <Plus aria-hidden="true" />
      Add a webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Alerts"
        below="What an owner should look at. Each lasts from when its rule holds until it does not, and is told once."
      />
      <div className="flex flex-col gap-4">
        <Panel flush>
          {alerts.data === undefined && !alerts.error && <Skeleton className="m-4 h-40" label="Reading the alerts" />}
          {alerts.data === undefined && alerts.error && (
            <ReadProblem error={alerts.error} onRetry={() => void alerts.refetch()} />
          )}
          {alerts.data?.alerts.length === 0 && (
            <EmptyState icon={BellOff} title={alerts.data.lookedAt === null ? 'Not known yet' : 'Nothing to look at'}>
              {alerts.data.lookedAt === null
                ? 'No engine has judged the rules so far: they do every ten seconds.'
                : 'No use case is over its quota, late, stalled or dying, and no downstream is overloaded.'}
            </EmptyState>
          )}
          {alerts.data !== undefined && alerts.data.alerts.length > 0 && <AlertRows list={alerts.data} />}
        </Panel>
        <Panel
          flush
          title="Webhooks"
          hint="Called when an alert of their team begins and ends, signed as Standard Webhooks say; tried again for about a day."
          actions={webhooks.data !== undefined && webhooks.data.length > 0 && add}
        >
          {webhooks.data === undefined && !webhooks.error && (
            <Skeleton className="m-4 h-24" label="Reading the webhooks" />
          )}
          {webhooks.data === undefined && webhooks.error && (
            <ReadProblem error={webhooks.error} onRetry={() => void webhooks.refetch()} />
          )}
          {webhooks.data?.length === 0 && (
            <EmptyState icon={Webhook} title="Nobody is told yet" action={add}>
              Add the address of your paging or chat tool, so that alerts reach whoever is on call.
            </EmptyState>
          )}
          {webhooks.data !== undefined && webhooks.data.length > 0 && (
            <WebhookRows webhooks={webhooks.data} onRemove={setRemoved} />
          )}
        </Panel>
        <ChangesPanel of={{ objectType: 'webhook' }} />
      </div>
      <WebhookDialog open={isAdding} onOpenChange={setIsAdding} />
      <RemoveWebhookDialog webhook={removed} onClose={() => setRemoved(null)} />
    </>
  );
}

'use client';
import type { DeliveryView, WebhookView } from '@leeway/domain/alert';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Time } from '#components/time.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useWebhooksChanged } from './use-webhooks-changed.ts';

interface WebhookRowsProps {
  readonly webhooks: readonly WebhookView[];
  readonly onRemove: (webhook: WebhookView) => void;
}

export function WebhookRows({ webhooks, onRemove }: WebhookRowsProps) {
  return (
    <ul aria-label="Webhooks" className="divide-y divide-line border-t border-line">
      {webhooks.map((webhook) => (
        <Row key={webhook.id} webhook={webhook} onRemove={() => onRemove(webhook)} />
      ))}
    </ul>
  );
}

function Row({ webhook, onRemove }: { readonly webhook: WebhookView; readonly onRemove: () => void }) {
  const trpc = useTRPC();
  const changed = useWebhooksChanged();
  const refusal = whyNotChange(useSessionUser(), webhook.team);
  const test = useMutation(
    trpc.webhook.test.mutationOptions({
      onSuccess: async () => {
        await changed();
        toast.success(`${webhook.name} is being called`);
      },
      onError: (error) => toast.error(problemOf(error).detail),
    }),
  );
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto]">
      <div className="min-w-0">
        <p className="font-medium break-words">{webhook.name}</p>
        <p className="font-mono text-sm break-all text-muted">{webhook.url}/…</p>
        <p className="text-sm text-muted">{webhook.team === null ? 'every team' : `team ${webhook.team}`}</p>
      </div>
      <Calls calls={webhook.deliveries} />
      <div className="flex items-start gap-2">
        <Button
          size="sm"
          onClick={() => test.mutate({ id: webhook.id })}
          disabled={refusal !== null || test.isPending}
          title={refusal ?? undefined}
        >
          Test<span className="sr-only"> {webhook.name}</span>
        </Button>
        <Button size="sm" onClick={onRemove} disabled={refusal !== null} title={refusal ?? undefined}>
          Remove<span className="sr-only"> {webhook.name}</span>
        </Button>
      </div>
    </li>
  );
}

function Calls({ calls }: { readonly calls: readonly DeliveryView[] }) {
  if (calls.length === 0) return <p className="text-sm text-muted">Not called yet.</p>;
  return (
    <ul aria-label="Last calls" className="flex min-w-0 flex-col gap-0.5 text-sm">
      {calls.map((call) => (
        <li key={call.id} className="break-words">
          {call.event === 'test' ? 'Test' : `Alert ${call.event}`} <Time at={call.createdAt} />: {outcomeOf(call)}
        </li>
      ))}
    </ul>
  );
}

function outcomeOf({ deliveredAt, nextAt, attempt, lastError }: DeliveryView): string {
  if (deliveredAt !== null) return attempt === 1 ? 'delivered' : `delivered with the ${attempt}th call`;
  if (lastError === null) return 'being called';
  return nextAt === null ? `given up: ${lastError}` : `tried ${attempt} times, will be again: ${lastError}`;
}

'use client';
import type { WebhookView } from '@leeway/domain/alert';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmDialog } from '#features/confirm/confirm-dialog.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { useWebhooksChanged } from './use-webhooks-changed.ts';

interface RemoveWebhookDialogProps {
  readonly webhook: WebhookView | null;
  readonly onClose: () => void;
}

export function RemoveWebhookDialog({ webhook, onClose }: RemoveWebhookDialogProps) {
  const trpc = useTRPC();
  const changed = useWebhooksChanged();
  const remove = useMutation(
    trpc.webhook.remove.mutationOptions({
      onSuccess: async () => {
        await changed();
        toast.success('The webhook is removed');
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open={webhook !== null}
      title={`Remove ${webhook?.name ?? 'the webhook'}?`}
      description="It is told nothing more, also of alerts that are still to be told. To have it back, add it again."
      verb="Remove"
      pendingVerb="Removing…"
      call={remove}
      onConfirm={() => webhook !== null && remove.mutate({ id: webhook.id })}
      onClose={onClose}
    />
  );
}

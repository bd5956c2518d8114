'use client';
import type { WebhookView } from '@leeway/domain/alert';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { problemOf } from '#lib/problem.ts';
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
  const close = (open: boolean) => {
    if (open) return;
    remove.reset();
    onClose();
  };
  return (
    <Dialog
      open={webhook !== null}
      onOpenChange={close}
      title={`Remove ${webhook?.name ?? 'the webhook'}?`}
      description="It is told nothing more, also of alerts that are still to be told. To have it back, add it again."
    >
      {remove.error && <Notice tone="bad">{problemOf(remove.error).detail}</Notice>}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => close(false)}>Keep it</Button>
        <Button
          tone="danger"
          disabled={remove.isPending}
          onClick={() => webhook !== null && remove.mutate({ id: webhook.id })}
        >
          {remove.isPending ? 'Removing…' : 'Remove'}
        </Button>
      </div>
    </Dialog>
  );
}

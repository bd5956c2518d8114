'use client';
import type { ApiKeyView } from '@leeway/domain/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';

interface RevokeDialogProps {
  readonly apiKey: ApiKeyView | null;
  readonly onClose: () => void;
}

export function RevokeDialog({ apiKey, onClose }: RevokeDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() });
        toast.success('The key is revoked');
        onClose();
      },
    }),
  );
  const close = (open: boolean) => {
    if (open) return;
    revoke.reset();
    onClose();
  };
  return (
    <Dialog
      open={apiKey !== null}
      onOpenChange={close}
      title={`Revoke ${apiKey?.name ?? 'the key'}?`}
      description="Programs that still use it are refused within seconds. It cannot be undone; jobs that were accepted stay."
    >
      {revoke.error && <Notice tone="bad">{problemOf(revoke.error).detail}</Notice>}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={() => close(false)}>Keep it</Button>
        <Button
          tone="danger"
          disabled={revoke.isPending}
          onClick={() => apiKey !== null && revoke.mutate({ id: apiKey.id })}
        >
          {revoke.isPending ? 'Revoking…' : 'Revoke'}
        </Button>
      </div>
    </Dialog>
  );
}

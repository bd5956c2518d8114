'use client';
import type { ApiKeyView } from '@leeway/domain/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmDialog } from '#features/confirm/confirm-dialog.tsx';
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
  return (
    <ConfirmDialog
      open={apiKey !== null}
      title={`Revoke ${apiKey?.name ?? 'the key'}?`}
      description="Programs that still use it are refused within seconds. It cannot be undone; jobs that were accepted stay."
      verb="Revoke"
      pendingVerb="Revoking…"
      call={revoke}
      onConfirm={() => apiKey !== null && revoke.mutate({ id: apiKey.id })}
      onClose={onClose}
    />
  );
}

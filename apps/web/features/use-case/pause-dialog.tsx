'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { ReasonForm } from '#features/confirm/reason-form.tsx';
import { useTRPC } from '#lib/trpc/context.ts';

interface PauseDialogProps {
  readonly useCase: Pick<UseCaseView, 'name' | 'isPaused'>;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks once more, and for the reason. */
export function PauseDialog({ useCase, open, onClose }: PauseDialogProps) {
  const { name, isPaused } = useCase;
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isPaused ? `Resume ${name}?` : `Pause ${name}?`}
      description={
        isPaused
          ? 'What waits starts again, the earliest deadline first.'
          : 'Nothing of it starts until it is resumed. Jobs that run now run on; what is submitted is kept and waits, and may be late.'
      }
    >
      {open && <PauseForm useCase={useCase} onClose={onClose} />}
    </Dialog>
  );
}

function PauseForm({ useCase: { name, isPaused }, onClose }: Omit<PauseDialogProps, 'open'>) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const pause = useMutation(
    trpc.useCase.pause.mutationOptions({
      onSuccess: async (changed) => {
        queryClient.setQueryData(trpc.useCase.get.queryKey({ name }), changed);
        await queryClient.invalidateQueries({ queryKey: trpc.audit.pathKey() });
        toast.success(`${name} is ${changed.isPaused ? 'paused' : 'resumed'}`);
        onClose();
      },
    }),
  );
  return (
    <ReasonForm
      verb={isPaused ? 'Resume' : 'Pause'}
      tone={isPaused ? 'primary' : 'danger'}
      isOptional={isPaused}
      isPending={pause.isPending}
      error={pause.error}
      onSubmit={(reason) => pause.mutate({ name, isPaused: !isPaused, reason })}
      onClose={onClose}
    />
  );
}

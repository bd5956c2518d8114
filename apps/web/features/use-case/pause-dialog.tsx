'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { problemOf } from '#lib/problem.ts';
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
  const [reason, setReason] = useState('');
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pause.mutate({ name, isPaused: !isPaused, reason });
  };
  const problem = pause.error === null ? null : problemOf(pause.error);
  const wrong = problem?.fields.find(({ field }) => field === 'reason')?.message;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id="pause-reason"
        label="Why"
        optional={isPaused}
        error={wrong}
        hint="Kept in the log of changes"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {problem !== null && wrong === undefined && <Notice tone="bad">{problem.detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={isPaused ? 'primary' : 'danger'} disabled={pause.isPending}>
          {pause.isPending ? 'Saving…' : isPaused ? 'Resume' : 'Pause'}
        </Button>
      </div>
    </form>
  );
}

'use client';
import type { JobChangeAnswer, PendingCommand } from '@leeway/domain/job-command';
import type { JobView } from '@leeway/domain/views';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { ReasonField } from './reason-field.tsx';
import { useJobChanged } from './use-job-changed.ts';

export interface JobFormProps {
  readonly job: JobView;
  readonly onAnswer: (answer: JobChangeAnswer | PendingCommand) => void;
  readonly onLeave: () => void;
}

/** Asks for the reason, then cancels or redrives the job. */
export function EndJobForm({ verb, job, onAnswer, onLeave }: JobFormProps & { readonly verb: 'cancel' | 'redrive' }) {
  const trpc = useTRPC();
  const changed = useJobChanged();
  const [reason, setReason] = useState('');
  const onSettled = () => void changed();
  const cancel = useMutation(trpc.job.cancel.mutationOptions({ onSettled }));
  const redrive = useMutation(trpc.job.redrive.mutationOptions({ onSettled }));
  const { isPending, error } = verb === 'cancel' ? cancel : redrive;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { id: job.id, reason };
    if (verb === 'cancel') cancel.mutate(input, { onSuccess: onAnswer });
    else redrive.mutate(input, { onSuccess: onAnswer });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ReasonField id="job-reason" value={reason} onChange={setReason} />
      {error && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onLeave}>Leave it</Button>
        <Button
          type="submit"
          tone={verb === 'cancel' ? 'danger' : 'primary'}
          disabled={isPending || reason.trim() === ''}
        >
          {isPending ? 'Asking…' : verb === 'cancel' ? 'Cancel the job' : 'Redrive the job'}
        </Button>
      </div>
    </form>
  );
}

'use client';
import type { ScheduleView } from '@leeway/domain/views';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useSchedulesChanged } from './use-schedules.ts';

export type Verb = 'pause' | 'resume' | 'delete';

export interface Ending {
  readonly verb: Verb;
  readonly schedule: ScheduleView;
}

const TEXTS: Readonly<Record<Verb, { title: string; means: string; done: string }>> = {
  pause: {
    title: 'Pause',
    means: 'It fires no more until it is resumed; nothing is made up for. Jobs that are there already still run.',
    done: 'is paused',
  },
  resume: { title: 'Resume', means: 'It goes on with the next instant after now.', done: 'fires again' },
  delete: {
    title: 'Delete',
    means: 'It fires no more and its list of fires is gone; its jobs stay. It cannot be undone.',
    done: 'is deleted',
  },
};

interface EndDialogProps {
  readonly ending: Ending | null;
  readonly onClose: () => void;
}

/** Asks once more before a schedule is paused, resumed or deleted, and for the reason. */
export function EndDialog({ ending, onClose }: EndDialogProps) {
  const texts = TEXTS[ending?.verb ?? 'pause'];
  return (
    <Dialog
      open={ending !== null}
      onOpenChange={(open) => !open && onClose()}
      title={`${texts.title} ${ending?.schedule.name ?? 'the schedule'}?`}
      description={texts.means}
    >
      {ending !== null && <EndForm ending={ending} onClose={onClose} />}
    </Dialog>
  );
}

function EndForm({ ending: { verb, schedule }, onClose }: { readonly ending: Ending; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const changed = useSchedulesChanged();
  const [reason, setReason] = useState('');
  const pause = useMutation(trpc.schedule.pause.mutationOptions());
  const remove = useMutation(trpc.schedule.delete.mutationOptions());
  const { title, done } = TEXTS[verb];
  const isPending = pause.isPending || remove.isPending;
  const error = pause.error ?? remove.error;
  const onSuccess = async () => {
    await changed();
    toast.success(`${schedule.name} ${done}`);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (verb === 'delete') remove.mutate({ id: schedule.id, reason }, { onSuccess });
    else pause.mutate({ id: schedule.id, isPaused: verb === 'pause', reason }, { onSuccess });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        id="end-reason"
        label="Why"
        optional
        hint="Kept in the log of changes"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {error && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={verb === 'resume' ? 'primary' : 'danger'} disabled={isPending}>
          {isPending ? 'Saving…' : title}
        </Button>
      </div>
    </form>
  );
}

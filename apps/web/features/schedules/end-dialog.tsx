'use client';
import type { ScheduleView } from '@leeway/domain/views';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { ReasonForm } from '#features/confirm/reason-form.tsx';
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
  const pause = useMutation(trpc.schedule.pause.mutationOptions());
  const remove = useMutation(trpc.schedule.delete.mutationOptions());
  const { title, done } = TEXTS[verb];
  const onSuccess = async () => {
    await changed();
    toast.success(`${schedule.name} ${done}`);
    onClose();
  };
  const submit = (reason: string) => {
    if (verb === 'delete') remove.mutate({ id: schedule.id, reason }, { onSuccess });
    else pause.mutate({ id: schedule.id, isPaused: verb === 'pause', reason }, { onSuccess });
  };
  return (
    <ReasonForm
      verb={title}
      tone={verb === 'resume' ? 'primary' : 'danger'}
      isPending={pause.isPending || remove.isPending}
      error={pause.error ?? remove.error}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

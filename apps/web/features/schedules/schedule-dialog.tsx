'use client';
import type { ScheduleView, UseCaseView } from '@leeway/domain/views';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { ScheduleForm } from './schedule-form.tsx';
import { newSchedule, type ScheduleFormOutput, scheduleFormOf } from './schedule-form-values.ts';
import { useSchedulesChanged } from './use-schedules.ts';

/** What the dialog is about; a schedule as it was when it was opened. */
export type Edited = ScheduleView | 'new' | null;

interface ScheduleDialogProps {
  readonly useCase: Pick<UseCaseView, 'name' | 'delayToleranceMs'>;
  readonly edited: Edited;
  readonly onClose: () => void;
  readonly onReload: (id: string) => void;
}

export function ScheduleDialog({ useCase, edited, onClose, onReload }: ScheduleDialogProps) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const changed = useSchedulesChanged();
  const create = useMutation(trpc.schedule.create.mutationOptions());
  const change = useMutation(trpc.schedule.change.mutationOptions());
  const isNew = edited === null || edited === 'new';
  const save = async (values: ScheduleFormOutput) => {
    if (isNew) await create.mutateAsync({ ...values, useCase: useCase.name });
    else await change.mutateAsync({ ...values, id: edited.id, version: edited.version });
    await changed();
    toast.success(isNew ? `${values.name} is planned` : `${values.name} is changed`);
    onClose();
  };
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'Add a schedule' : `Change ${edited.name}`}
      description="The use case gets a job at each instant that it names, once, however many engines run."
      wide
      sticky
    >
      <ScheduleForm
        key={isNew ? 'new' : `${edited.id} ${edited.version}`}
        initial={isNew ? newSchedule(timeZone) : scheduleFormOf(edited)}
        useCaseToleranceMs={useCase.delayToleranceMs}
        submitText={isNew ? 'Add the schedule' : 'Save the change'}
        onSubmit={save}
        {...(isNew ? {} : { onReload: () => onReload(edited.id) })}
      />
    </Dialog>
  );
}

'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Field, Input } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { Segmented } from '#components/segmented.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { formatMoment } from '#lib/format/time.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { MODE_DURATIONS } from './mode-durations.ts';
import { useIncidentModesChanged } from './use-incident-modes.ts';

export interface ModeChange {
  readonly verb: 'extend' | 'end';
  readonly mode: IncidentModeView;
}

interface ChangeModeDialogProps {
  readonly change: ModeChange | null;
  readonly onClose: () => void;
}

/** Asks once more before incident mode is extended or ended. */
export function ChangeModeDialog({ change, onClose }: ChangeModeDialogProps) {
  const isEnd = change?.verb === 'end';
  return (
    <Dialog
      open={change !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isEnd ? 'End incident mode now?' : 'Extend incident mode?'}
      description={
        isEnd ? 'What waited below the floor starts again, slowly at first.' : 'It still ends by itself, only later.'
      }
    >
      {change !== null && <ChangeForm change={change} onClose={onClose} />}
    </Dialog>
  );
}

function ChangeForm({
  change: { verb, mode },
  onClose,
}: {
  readonly change: ModeChange;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const changed = useIncidentModesChanged();
  const [byMs, setByMs] = useState(String(MODE_DURATIONS[0].value));
  const [reason, setReason] = useState('');
  const extend = useMutation(trpc.incidentMode.extend.mutationOptions());
  const end = useMutation(trpc.incidentMode.end.mutationOptions());
  const error = extend.error ?? end.error;
  const isPending = extend.isPending || end.isPending;
  const onSuccess = async () => {
    await changed();
    toast.success(verb === 'end' ? 'Incident mode has ended' : 'Incident mode is extended');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (verb === 'end') end.mutate({ id: mode.id, reason }, { onSuccess });
    else extend.mutate({ id: mode.id, byMs: Number(byMs), reason }, { onSuccess });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {verb === 'extend' && (
        <div className="flex flex-col items-start gap-2">
          <Segmented label="By how much" value={byMs} options={MODE_DURATIONS} onChange={setByMs} />
          <p className="text-sm text-muted">Then it ends {formatMoment(mode.endsAt + Number(byMs), timeZone)}.</p>
        </div>
      )}
      <Field id="mode-change-reason" label="Why" optional hint="Kept in the log of changes">
        <Input
          id="mode-change-reason"
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {error && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={verb === 'end' ? 'danger' : 'primary'} disabled={isPending}>
          {isPending ? 'Saving…' : verb === 'end' ? 'End now' : 'Extend'}
        </Button>
      </div>
    </form>
  );
}

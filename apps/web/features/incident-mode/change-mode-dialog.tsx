'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { ExtendOrEndForm } from '#features/confirm/extend-or-end-form.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
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

interface ChangeFormProps {
  readonly change: ModeChange;
  readonly onClose: () => void;
}

function ChangeForm({ change: { verb, mode }, onClose }: ChangeFormProps) {
  const trpc = useTRPC();
  const changed = useIncidentModesChanged();
  const extend = useMutation(trpc.incidentMode.extend.mutationOptions());
  const end = useMutation(trpc.incidentMode.end.mutationOptions());
  const onSuccess = async () => {
    await changed();
    toast.success(verb === 'end' ? 'Incident mode has ended' : 'Incident mode is extended');
    onClose();
  };
  return (
    <ExtendOrEndForm
      verb={verb}
      endsAt={mode.endsAt}
      onExtend={(change) => extend.mutate({ id: mode.id, ...change }, { onSuccess })}
      onEnd={(change) => end.mutate({ id: mode.id, ...change }, { onSuccess })}
      isPending={extend.isPending || end.isPending}
      error={extend.error ?? end.error}
      onClose={onClose}
    />
  );
}

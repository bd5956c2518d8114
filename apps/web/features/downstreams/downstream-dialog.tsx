'use client';
import type { DownstreamView } from '@leeway/domain/capacity-views';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { DownstreamFields, type DownstreamFormOutput, type DownstreamFormValues } from './downstream-form.tsx';
import { useDownstreamsChanged } from './use-downstreams.ts';

/** What the dialog is about; a downstream as it was when it was opened. */
type EditedDownstream = DownstreamView | 'new' | null;

const NEW: DownstreamFormValues = {
  name: '',
  team: '',
  description: '',
  overloadThreshold: 10,
  maxPerSecond: null,
  reason: '',
};

interface DownstreamDialogProps {
  readonly edited: EditedDownstream;
  readonly onClose: () => void;
}

export function DownstreamDialog({ edited, onClose }: DownstreamDialogProps) {
  const trpc = useTRPC();
  const changed = useDownstreamsChanged();
  const register = useMutation(trpc.downstream.register.mutationOptions());
  const change = useMutation(trpc.downstream.change.mutationOptions());
  const isNew = edited === null || edited === 'new';
  const save = async ({ reason, team, ...policy }: DownstreamFormOutput) => {
    if (isNew) await register.mutateAsync({ ...policy, team });
    else await change.mutateAsync({ ...policy, reason, version: edited.version });
    await changed();
    toast.success(`${policy.name} is ${isNew ? 'registered' : 'changed'}`);
    onClose();
  };
  return (
    <Dialog
      open={edited !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'Register a downstream' : `Change ${edited.name}`}
      description="A service that handlers call. When it reports overload, all use cases that name it slow down together."
      wide
      sticky
    >
      {edited !== null && <DownstreamFields initial={isNew ? NEW : valuesOf(edited)} isNew={isNew} onSubmit={save} />}
    </Dialog>
  );
}

function valuesOf({ name, team, description, overloadThreshold, maxPerSecond }: DownstreamView): DownstreamFormValues {
  return { name, team, description, overloadThreshold, maxPerSecond, reason: '' };
}

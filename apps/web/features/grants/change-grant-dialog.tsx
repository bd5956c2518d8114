'use client';
import type { GrantView } from '@leeway/domain/capacity-views';
import { useMutation } from '@tanstack/react-query';
import { toast } from 'sonner';
import { Dialog } from '#components/dialog.tsx';
import { ExtendOrEndForm } from '#features/confirm/extend-or-end-form.tsx';
import { useTRPC } from '#lib/trpc/context.ts';
import { describeAmounts } from './describe-grant.ts';
import { useGrantsChanged } from './use-grants.ts';

export interface GrantChange {
  readonly verb: 'extend' | 'end';
  readonly grant: GrantView;
}

interface ChangeGrantDialogProps {
  readonly change: GrantChange | null;
  readonly onClose: () => void;
}

/** Asks once more before a grant is extended or ended, and for the reason. */
export function ChangeGrantDialog({ change, onClose }: ChangeGrantDialogProps) {
  const isEnd = change?.verb === 'end';
  const isPlanned = change?.grant.state === 'planned';
  return (
    <Dialog
      open={change !== null}
      onOpenChange={(open) => !open && onClose()}
      title={isEnd ? (isPlanned ? 'Cancel this planned burst?' : 'End this burst now?') : 'Extend this burst?'}
      description={change === null ? undefined : `${change.grant.useCase}: ${describeAmounts(change.grant.amounts)}`}
    >
      {change !== null && <ChangeForm change={change} onClose={onClose} />}
    </Dialog>
  );
}

interface ChangeFormProps {
  readonly change: GrantChange;
  readonly onClose: () => void;
}

function ChangeForm({ change: { verb, grant }, onClose }: ChangeFormProps) {
  const trpc = useTRPC();
  const changed = useGrantsChanged();
  const extend = useMutation(trpc.grant.extend.mutationOptions());
  const end = useMutation(trpc.grant.end.mutationOptions());
  const isPlanned = grant.state === 'planned';
  const of = { id: grant.id, version: grant.version };
  const onSuccess = async () => {
    await changed();
    toast.success(verb === 'end' ? 'The burst has ended' : 'The burst is extended');
    onClose();
  };
  return (
    <ExtendOrEndForm
      verb={verb}
      endsAt={grant.endsAt}
      endLabel={isPlanned ? 'Cancel it' : 'End now'}
      onExtend={(change) => extend.mutate({ ...of, ...change }, { onSuccess })}
      onEnd={(change) => end.mutate({ ...of, ...change }, { onSuccess })}
      isPending={extend.isPending || end.isPending}
      error={extend.error ?? end.error}
      onClose={onClose}
    >
      <p className="text-sm">
        {isPlanned
          ? 'It never begins. It cannot be brought back, only granted anew.'
          : 'The use case goes back to its policy within a second. It cannot be undone, only granted anew.'}
      </p>
    </ExtendOrEndForm>
  );
}

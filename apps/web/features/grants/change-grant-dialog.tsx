'use client';
import type { GrantView } from '@leeway/domain/capacity-views';
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
import { describeAmounts } from './describe-grant.ts';
import { DURATIONS } from './grant-draft.ts';
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

const EXTENSIONS = DURATIONS.incident.map(({ ms, label }) => ({ value: String(ms), label: `+${label}` }));

function ChangeForm({
  change: { verb, grant },
  onClose,
}: {
  readonly change: GrantChange;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const timeZone = useTimeZone();
  const changed = useGrantsChanged();
  const [byMs, setByMs] = useState(DURATIONS.incident[1]?.ms ?? 0);
  const [reason, setReason] = useState('');
  const extend = useMutation(trpc.grant.extend.mutationOptions());
  const end = useMutation(trpc.grant.end.mutationOptions());
  const error = extend.error ?? end.error;
  const isPending = extend.isPending || end.isPending;
  const onSuccess = async () => {
    await changed();
    toast.success(verb === 'end' ? 'The burst has ended' : 'The burst is extended');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const of = { id: grant.id, version: grant.version, reason };
    if (verb === 'end') end.mutate(of, { onSuccess });
    else extend.mutate({ ...of, byMs }, { onSuccess });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {verb === 'extend' ? (
        <div className="flex flex-col items-start gap-2">
          <Segmented
            label="By how much"
            value={String(byMs)}
            options={EXTENSIONS}
            onChange={(ms) => setByMs(Number(ms))}
          />
          <p className="text-sm text-muted">Then it ends {formatMoment(grant.endsAt + byMs, timeZone)}.</p>
        </div>
      ) : (
        <p className="text-sm">
          {grant.state === 'planned'
            ? 'It never begins. It cannot be brought back, only granted anew.'
            : 'The use case goes back to its policy within a second. It cannot be undone, only granted anew.'}
        </p>
      )}
      <Field id="grant-change-reason" label="Why" optional hint="Kept in the log of changes">
        <Input
          id="grant-change-reason"
          autoComplete="off"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {error && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={verb === 'end' ? 'danger' : 'primary'} disabled={isPending}>
          {isPending ? 'Saving…' : verb === 'extend' ? 'Extend' : grant.state === 'planned' ? 'Cancel it' : 'End now'}
        </Button>
      </div>
    </form>
  );
}

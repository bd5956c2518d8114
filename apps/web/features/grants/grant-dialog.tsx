'use client';
import type { UseCaseGrants } from '@leeway/domain/capacity-views';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { useFaultFocus } from '#lib/use-fault-focus.ts';
import { checkDraft, type GrantDraft, limitsOf, newDraft } from './grant-draft.ts';
import { AmountFields, ClassField, TimeFields, WhyFields } from './grant-fields.tsx';
import { GrantPreview } from './grant-preview.tsx';
import { useGrants, useGrantsChanged } from './use-grants.ts';

interface GrantDialogProps {
  readonly useCase: string;
  readonly open: boolean;
  /** Of the page that sent the reader here; empty where there is none. */
  readonly incidentUrl: string;
  readonly onClose: () => void;
}

export function GrantDialog({ useCase, open, incidentUrl, onClose }: GrantDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Grant ${useCase} a burst`}
      description="Lifts its limits for a time. Its policy stays as it is."
      sticky
    >
      {open && <Body useCase={useCase} incidentUrl={incidentUrl} onClose={onClose} />}
    </Dialog>
  );
}

function Body({ useCase, ...rest }: Omit<GrantDialogProps, 'open'>) {
  const { data, error, refetch } = useGrants(useCase);
  if (data === undefined && error) return <ReadProblem error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton className="h-80" label="Reading the limits" />;
  if (limitsOf(data.policy).length === 0) return <NothingToLift useCase={useCase} />;
  return <GrantForm useCase={useCase} grants={data} {...rest} />;
}

function NothingToLift({ useCase }: { readonly useCase: string }) {
  return (
    <Notice
      tone="note"
      action={
        <Link
          href={`/use-cases/${encodeURIComponent(useCase)}/edit`}
          className="inline-flex min-h-6 items-center font-medium underline max-sm:min-h-11"
        >
          Settings
        </Link>
      }
    >
      {useCase} has no CPU quota, rate limit or concurrency limit, so there is nothing to lift: it may use whatever the
      pool has for it.
    </Notice>
  );
}

interface GrantFormProps extends Omit<GrantDialogProps, 'open'> {
  readonly grants: UseCaseGrants;
}

function GrantForm({ useCase, grants, incidentUrl, onClose }: GrantFormProps) {
  const [draft, setDraft] = useState<GrantDraft>(() => newDraft(grants.policy, incidentUrl));
  const { submit, isPending, faults, faultOf, detail } = useGrant(useCase, onClose);
  const form = useFaultFocus(faults);
  const onChange = (change: Partial<GrantDraft>) => setDraft((before) => ({ ...before, ...change }));
  const fields = { draft, faultOf, onChange };
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(draft);
  };
  return (
    <form ref={form} onSubmit={send} noValidate className="flex flex-col gap-4">
      <ClassField draft={draft} onChange={onChange} />
      <AmountFields {...fields} policy={grants.policy} />
      <TimeFields key={draft.trafficClass} {...fields} />
      <WhyFields {...fields} />
      <GrantPreview draft={draft} grants={grants} />
      {detail !== null && <Notice tone="bad">{detail}</Notice>}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex justify-end gap-2 border-t border-line bg-surface px-5 py-3">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone="primary" disabled={isPending}>
          {isPending ? 'Granting…' : submitText(draft)}
        </Button>
      </div>
    </form>
  );
}

function submitText({ factor, durationMs }: GrantDraft): string {
  const amount = factor === 'amounts' ? '' : ` ×${factor}`;
  return Number.isFinite(durationMs) ? `Grant${amount} for ${formatDuration(durationMs)}` : `Grant${amount}`;
}

interface Fault {
  readonly field: string;
  readonly message: string;
}

const FIELDS = ['amounts', 'durationMs', 'startsAt', 'reason', 'incidentUrl'];

function useGrant(useCase: string, onDone: () => void) {
  const trpc = useTRPC();
  const changed = useGrantsChanged();
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const grant = useMutation(trpc.grant.grant.mutationOptions());
  const problem = grant.error === null ? null : problemOf(grant.error);
  const all = [...faults, ...(problem?.fields ?? [])];
  const hasPlace = all.some(({ field }) => FIELDS.some((name) => field.startsWith(name)));
  const submit = (draft: GrantDraft) => {
    grant.reset();
    const { request, faults: found } = checkDraft(draft, useCase);
    setFaults(found ?? []);
    if (request === null) return;
    grant.mutate(request, {
      onSuccess: async ({ state }) => {
        await changed();
        toast.success(
          state === 'planned' ? `The burst of ${useCase} is planned` : `The burst of ${useCase} is in force`,
        );
        onDone();
      },
    });
  };
  return {
    submit,
    isPending: grant.isPending,
    faults,
    faultOf: (field: string) => all.find((fault) => fault.field.startsWith(field))?.message,
    detail: problem === null || hasPlace ? null : problem.detail,
  };
}

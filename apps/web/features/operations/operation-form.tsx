'use client';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { ReasonField } from '#features/jobs/reason-field.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { KIND_TEXT, previewText } from './describe-operation.ts';
import { type TargetEntry, toTarget } from './target-entry.ts';
import { TargetFields } from './target-fields.tsx';
import { useOperationsChanged } from './use-operations.ts';

/** A count is asked for again while the form is open: jobs come and go. */
const COUNT_MS = 3_000;

interface OperationFormProps {
  readonly useCase: string;
  readonly initial: TargetEntry;
  readonly onLeave: () => void;
}

/** Narrows down which jobs, shows how many they are, asks why, and begins. */
export function OperationForm({ useCase, initial, onLeave }: OperationFormProps) {
  const trpc = useTRPC();
  const changed = useOperationsChanged();
  const [entry, setEntry] = useState(initial);
  const [reason, setReason] = useState('');
  const target = toTarget(entry);
  const preview = useQuery({
    ...trpc.operation.preview.queryOptions({ name: useCase, target: target ?? { kind: entry.kind } }),
    enabled: target !== null,
    refetchInterval: COUNT_MS,
    placeholderData: keepPreviousData,
  });
  const begin = useMutation(trpc.operation.begin.mutationOptions());
  const { verb, begun } = KIND_TEXT[entry.kind];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (target === null) return;
    const onSuccess = async () => {
      await changed();
      toast.success(begun);
      onLeave();
    };
    begin.mutate({ name: useCase, target, reason }, { onSuccess });
  };
  const isNothing = preview.data?.count === 0;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TargetFields entry={entry} onChange={setEntry} />
      <p role="status" className="rounded-md border border-line bg-sunken px-3 py-2 font-medium">
        {countText(preview.data, preview.error)}
      </p>
      <ReasonField id="operation-reason" value={reason} onChange={setReason} />
      {begin.error && <Notice tone="bad">{problemOf(begin.error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onLeave}>Leave it</Button>
        <Button
          type="submit"
          tone={entry.kind === 'cancel' ? 'danger' : 'primary'}
          disabled={begin.isPending || target === null || isNothing || reason.trim() === ''}
        >
          {begin.isPending ? 'Asking…' : `${verb} them`}
        </Button>
      </div>
    </form>
  );
}

function countText(preview: Parameters<typeof previewText>[0] | undefined, error: unknown): string {
  if (error) return problemOf(error).detail;
  return preview === undefined ? 'Counting…' : previewText(preview);
}

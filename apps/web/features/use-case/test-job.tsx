'use client';
import { JobSubmission } from '@leeway/domain/submit';
import type { UseCaseView } from '@leeway/domain/views';
import { useMutation } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { Field, TextArea } from '#components/field.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { JobProgress } from '#features/jobs/job-progress.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { checkPayload } from './check-payload.ts';
import { KEY_HINT } from './key-hint.ts';

/** What is wrong with a key; an empty one is none. */
function keyFault(key: string): string | undefined {
  if (key === '') return undefined;
  return JobSubmission.shape.concurrencyKey.safeParse(key).error?.issues[0]?.message;
}

/** Sends a job with a payload of one's own and shows what becomes of it. */
export function TestJob({ useCase }: { readonly useCase: Pick<UseCaseView, 'name' | 'team'> }) {
  const trpc = useTRPC();
  const [payload, setPayload] = useState('{}');
  const [wrong, setWrong] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const refusal = whyNotChange(useSessionUser(), useCase.team);
  const send = useMutation(trpc.useCase.sendTestJob.mutationOptions());
  const submit = () => {
    const found = checkPayload(payload, JobSubmission.shape.payload);
    setWrong(found);
    const concurrencyKey = key === '' ? undefined : key;
    if (found === null && keyFault(key) === undefined) send.mutate({ name: useCase.name, payload, concurrencyKey });
  };
  if (refusal !== null) return <Notice tone="warn">{refusal}</Notice>;
  return (
    <div className="flex flex-col gap-3">
      <Field
        id="test-payload"
        label="Payload"
        error={wrong ?? undefined}
        hint="Any JSON that whoever runs it understands"
      >
        <TextArea
          id="test-payload"
          rows={4}
          spellCheck={false}
          className="font-mono text-xs"
          value={payload}
          isInvalid={wrong !== null}
          onChange={(event) => setPayload(event.target.value)}
        />
      </Field>
      <TextField
        id="test-key"
        label="Concurrency key"
        optional
        error={keyFault(key)}
        hint={KEY_HINT}
        spellCheck={false}
        autoComplete="off"
        value={key}
        onChange={(event) => setKey(event.target.value)}
      />
      <Button tone="primary" className="self-start" onClick={submit} disabled={send.isPending}>
        <Send aria-hidden="true" />
        {send.isPending ? 'Sending…' : 'Send a test job'}
      </Button>
      {send.error && <Notice tone="bad">{problemOf(send.error).detail}</Notice>}
      {send.data && <JobProgress key={send.data.id} id={send.data.id} />}
    </div>
  );
}

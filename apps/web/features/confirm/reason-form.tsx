'use client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { TextField } from '#components/text-field.tsx';
import { problemOf } from '#lib/problem.ts';

interface ReasonFormProps {
  readonly verb: string;
  readonly tone: 'danger' | 'primary';
  /** Whether it can be sent without a reason. */
  readonly isOptional?: boolean;
  /** What else is asked, or what it means. */
  readonly children?: ReactNode;
  readonly isPending: boolean;
  /** Why the last call was refused. */
  readonly error: object | null;
  readonly onSubmit: (reason: string) => void;
  readonly onClose: () => void;
}

/** The last question before a change: why. */
export function ReasonForm(props: ReasonFormProps) {
  const { verb, tone, isOptional = true, children, isPending, error, onSubmit, onClose } = props;
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(reason);
  };
  const problem = error === null ? null : problemOf(error);
  const wrong = problem?.fields.find(({ field }) => field === 'reason')?.message;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {children}
      <TextField
        id="change-reason"
        label="Why"
        optional={isOptional}
        error={wrong}
        hint="Kept in the log of changes"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {problem !== null && wrong === undefined && <Notice tone="bad">{problem.detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={tone} disabled={isPending}>
          {isPending ? 'Saving…' : verb}
        </Button>
      </div>
    </form>
  );
}

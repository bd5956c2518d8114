'use client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#components/button.tsx';
import { Notice } from '#components/notice.tsx';
import { Segmented } from '#components/segmented.tsx';
import { TextField } from '#components/text-field.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { formatMoment } from '#lib/format/time.ts';
import { problemOf } from '#lib/problem.ts';
import { INCIDENT_LENGTHS, USUAL_LENGTH_MS } from './incident-lengths.ts';

const EXTENSIONS = INCIDENT_LENGTHS.map(({ ms, label }) => ({ value: String(ms), label: `+${label}` }));

interface ExtendOrEndFormProps {
  readonly verb: 'extend' | 'end';
  readonly endsAt: number;
  /** What the button of an end says. */
  readonly endLabel?: string;
  /** What an end means. */
  readonly children?: ReactNode;
  readonly onExtend: (change: { readonly byMs: number; readonly reason: string }) => void;
  readonly onEnd: (change: { readonly reason: string }) => void;
  readonly isPending: boolean;
  readonly error: object | null;
  readonly onClose: () => void;
}

/** By how much something that ends by itself is extended, or whether it ends now, and why. */
export function ExtendOrEndForm(props: ExtendOrEndFormProps) {
  const { verb, endsAt, endLabel = 'End now', children, onExtend, onEnd, isPending, error, onClose } = props;
  const timeZone = useTimeZone();
  const [byMs, setByMs] = useState<number>(USUAL_LENGTH_MS);
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (verb === 'end') onEnd({ reason });
    else onExtend({ byMs, reason });
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
          <p className="text-sm text-muted">Then it ends {formatMoment(endsAt + byMs, timeZone)}.</p>
        </div>
      ) : (
        children
      )}
      <TextField
        id="change-reason"
        label="Why"
        optional
        hint="Kept in the log of changes"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {error && <Notice tone="bad">{problemOf(error).detail}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Leave it</Button>
        <Button type="submit" tone={verb === 'end' ? 'danger' : 'primary'} disabled={isPending}>
          {isPending ? 'Saving…' : verb === 'extend' ? 'Extend' : endLabel}
        </Button>
      </div>
    </form>
  );
}

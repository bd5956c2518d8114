'use client';
import { type ReactNode, useState } from 'react';
import { Segmented } from '#components/segmented.tsx';
import { useTimeZone } from '#lib/clock.ts';
import { formatMoment } from '#lib/format/time.ts';
import { INCIDENT_LENGTHS, USUAL_LENGTH_MS } from './incident-lengths.ts';
import { ReasonForm } from './reason-form.tsx';

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
  const { verb, endsAt, endLabel = 'End now', children, onExtend, onEnd, ...call } = props;
  const timeZone = useTimeZone();
  const [byMs, setByMs] = useState<number>(USUAL_LENGTH_MS);
  if (verb === 'end')
    return (
      <ReasonForm verb={endLabel} tone="danger" onSubmit={(reason) => onEnd({ reason })} {...call}>
        {children}
      </ReasonForm>
    );
  return (
    <ReasonForm verb="Extend" tone="primary" onSubmit={(reason) => onExtend({ byMs, reason })} {...call}>
      <div className="flex flex-col items-start gap-2">
        <Segmented
          label="By how much"
          value={String(byMs)}
          options={EXTENSIONS}
          onChange={(ms) => setByMs(Number(ms))}
        />
        <p className="text-sm text-muted">Then it ends {formatMoment(endsAt + byMs, timeZone)}.</p>
      </div>
    </ReasonForm>
  );
}

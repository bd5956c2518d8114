'use client';
import { useState } from 'react';
import { errorId, hintId, inputClass } from '#components/field.tsx';
import { Select } from '#components/select.tsx';
import { cx } from '#lib/class-names.ts';
import { type Amount, joinDuration, splitDuration, UNITS } from './duration-units.ts';

interface DurationInputProps {
  readonly id: string;
  readonly label: string;
  readonly valueMs: number;
  readonly onChange: (ms: number) => void;
  readonly onBlur?: () => void;
  readonly isInvalid?: boolean;
}

const OPTIONS = UNITS.map((unit) => ({ value: unit, label: unit }));

/** A number and its unit; the value is in ms. */
export function DurationInput({ id, label, valueMs, onChange, onBlur, isInvalid = false }: DurationInputProps) {
  const [amount, setAmount] = useState<Amount>(() => splitDuration(valueMs));
  // What is typed stays as it is typed; only a value from outside (a preset, a draft) replaces it.
  const isOurs = Object.is(joinDuration(amount), valueMs);
  const shown = isOurs || Number.isNaN(valueMs) ? amount : splitDuration(valueMs);
  const change = (next: Amount) => {
    setAmount(next);
    onChange(joinDuration(next));
  };
  return (
    <div className="flex gap-2">
      <input
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={shown.text}
        onChange={(event) => change({ ...shown, text: event.target.value })}
        onBlur={onBlur}
        aria-invalid={isInvalid}
        aria-describedby={cx(isInvalid && errorId(id), hintId(id))}
        className={inputClass(isInvalid, 'control max-w-32')}
      />
      <Select
        label={`Unit of: ${label}`}
        value={shown.unit}
        onChange={(unit) => change({ ...shown, unit })}
        options={OPTIONS}
        className="w-20"
      />
    </div>
  );
}

import { LIMITS } from '@leeway/domain/limits';
import { TextField } from '#components/text-field.tsx';

interface ReasonFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why somebody does something to jobs; asked for, because somebody else will ask. */
export function ReasonField({ id, value, onChange }: ReasonFieldProps) {
  return (
    <TextField
      id={id}
      label="Why"
      hint="Kept in the log of changes and in the history of the job"
      required
      maxLength={LIMITS.reasonLength}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

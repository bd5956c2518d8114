import { LIMITS } from '@leeway/domain/limits';
import { Field, Input } from '#components/field.tsx';

interface ReasonFieldProps {
  readonly id: string;
  readonly value: string;
  readonly onChange: (reason: string) => void;
}

/** Why somebody does something to jobs; asked for, because somebody else will ask. */
export function ReasonField({ id, value, onChange }: ReasonFieldProps) {
  return (
    <Field id={id} label="Why" hint="Kept in the log of changes and in the history of the job">
      <Input
        id={id}
        required
        autoComplete="off"
        maxLength={LIMITS.reasonLength}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

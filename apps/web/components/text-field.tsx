import type { ComponentProps } from 'react';
import { Field, Input } from './field.tsx';

type TextFieldProps = Omit<ComponentProps<typeof Field>, 'children'> & ComponentProps<typeof Input>;

/** One line of text with its label, what it means and what is wrong with it. */
export function TextField({ id, label, hint, error, optional = false, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} optional={optional}>
      <Input id={id} autoComplete="off" isInvalid={error !== undefined} {...input} />
    </Field>
  );
}

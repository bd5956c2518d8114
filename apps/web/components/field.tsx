import type { ComponentProps, ReactNode } from 'react';
import { cx } from '#lib/class-names.ts';

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly children: ReactNode;
  readonly optional?: boolean;
}

export const hintId = (id: string) => `${id}-hint`;
export const errorId = (id: string) => `${id}-error`;

/** A label, its control, what it means, and what is wrong with it. */
export function Field({ id, label, hint, error, children, optional = false }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
        {optional && <span className="ml-1.5 text-xs font-normal text-muted">optional</span>}
      </label>
      {children}
      {error !== undefined && (
        <p id={errorId(id)} role="alert" className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={hintId(id)} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

const INPUT =
  'w-full min-w-0 rounded-md border bg-surface px-2.5 text-base text-text placeholder:text-faint disabled:opacity-60 max-sm:text-[1rem]';

export function inputClass(isInvalid: boolean, className?: string): string {
  return cx(INPUT, isInvalid ? 'border-bad' : 'border-line-strong/60', className);
}

interface InputProps extends ComponentProps<'input'> {
  readonly isInvalid?: boolean;
}

export function Input({ isInvalid = false, className, id = '', ...rest }: InputProps) {
  return (
    <input
      id={id}
      aria-invalid={isInvalid}
      aria-describedby={cx(isInvalid && errorId(id), hintId(id))}
      className={inputClass(isInvalid, cx('control', className))}
      {...rest}
    />
  );
}

export function TextArea({
  isInvalid = false,
  className,
  id = '',
  ...rest
}: ComponentProps<'textarea'> & { readonly isInvalid?: boolean }) {
  return (
    <textarea
      id={id}
      aria-invalid={isInvalid}
      aria-describedby={cx(isInvalid && errorId(id), hintId(id))}
      className={inputClass(isInvalid, cx('py-1.5', className))}
      {...rest}
    />
  );
}

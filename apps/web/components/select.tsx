'use client';
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { cx } from '#lib/class-names.ts';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string;
}

interface SelectProps<Value extends string> {
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
  readonly label?: string;
  readonly placeholder?: string;
  readonly id?: string;
  readonly className?: string;
  readonly isInvalid?: boolean;
  readonly describedBy?: string;
  readonly disabled?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onChange, options, label, placeholder, id, className, isInvalid, describedBy, disabled } = props;
  return (
    <Base.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
      disabled={disabled ?? false}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        aria-invalid={isInvalid}
        aria-describedby={describedBy}
        className={cx(
          'flex control items-center justify-between gap-2 rounded-md border bg-surface px-2.5 text-base whitespace-nowrap select-none hover:bg-hover data-disabled:opacity-60',
          isInvalid ? 'border-bad' : 'border-line-strong/60',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Base.Value placeholder={placeholder ?? 'Choose'} />
        </span>
        <Base.Icon>
          <ChevronDown aria-hidden="true" className="size-4 text-muted" />
        </Base.Icon>
      </Base.Trigger>
      <SelectPopup options={options} />
    </Base.Root>
  );
}

function SelectPopup<Value extends string>({ options }: { readonly options: readonly SelectOption<Value>[] }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50 outline-hidden">
        <Base.Popup className="max-h-[min(24rem,var(--available-height))] max-w-[min(28rem,var(--available-width))] min-w-(--anchor-width) overflow-y-auto rounded-md border border-line bg-surface p-1 shadow-(--shadow-popup) outline-hidden">
          <Base.List>
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="grid min-h-8 max-sm:min-h-11 cursor-default grid-cols-[1rem_1fr] items-center gap-2 rounded px-2 py-1 outline-hidden select-none data-highlighted:bg-hover"
              >
                <Base.ItemIndicator className="col-start-1">
                  <Check aria-hidden="true" className="size-4 text-accent" />
                </Base.ItemIndicator>
                <span className="col-start-2 min-w-0">
                  <Base.ItemText>{option.label}</Base.ItemText>
                  {option.description !== undefined && (
                    <span className="block text-xs text-muted">{option.description}</span>
                  )}
                </span>
              </Base.Item>
            ))}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

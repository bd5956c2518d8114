'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly means: string;
}

interface ChoiceCardsProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A few exclusive choices, each with what it means. */
export function ChoiceCards<Value extends string>(props: ChoiceCardsProps<Value>) {
  const { id, label, hint, value, choices, onChange } = props;
  return (
    <div>
      <p id={id} className="font-medium">
        {label}
      </p>
      <p className="mb-2 text-sm text-muted">{hint}</p>
      <RadioGroup
        aria-labelledby={id}
        value={value}
        onValueChange={(chosen) => onChange(chosen as Value)}
        className="grid gap-2 sm:grid-cols-2"
      >
        {choices.map((choice) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
          <label
            key={choice.value}
            className="flex items-start gap-2.5 rounded-md border border-line bg-surface px-3 py-2 has-data-checked:border-accent has-data-checked:bg-accent-soft"
          >
            <Radio.Root
              value={choice.value}
              className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-checked:border-accent"
            >
              <Radio.Indicator className="size-2 rounded-full bg-accent" />
            </Radio.Root>
            <span>
              <span className="block font-medium">{choice.label}</span>
              <span className="block text-sm text-muted">{choice.means}</span>
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}

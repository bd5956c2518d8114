'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Criticality } from '@leeway/domain/criticality';
import { Controller, useFormContext } from 'react-hook-form';
import { CRITICALITY_EXPLAINED } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';

export function CriticalityField() {
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <Controller
      control={control}
      name="criticality"
      render={({ field }) => (
        <div>
          <p id="criticality" className="font-medium">
            Criticality
          </p>
          <p className="mb-2 text-sm text-muted">
            Who waits first when there is not enough for all. It is not a priority among jobs that are on time.
          </p>
          <RadioGroup
            aria-labelledby="criticality"
            value={field.value}
            onValueChange={field.onChange}
            className="grid gap-2 sm:grid-cols-2"
          >
            {Criticality.options.map((value) => (
              // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
              <label
                key={value}
                className="flex items-start gap-2.5 rounded-md border border-line bg-surface px-3 py-2 has-data-checked:border-accent has-data-checked:bg-accent-soft"
              >
                <Radio.Root
                  value={value}
                  className="mt-0.5 grid size-4.5 shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-checked:border-accent"
                >
                  <Radio.Indicator className="size-2 rounded-full bg-accent" />
                </Radio.Root>
                <span>
                  <span className="block font-medium">{value}</span>
                  <span className="block text-sm text-muted">{CRITICALITY_EXPLAINED[value]}</span>
                </span>
              </label>
            ))}
          </RadioGroup>
        </div>
      )}
    />
  );
}

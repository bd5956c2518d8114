'use client';
import { Runtime } from '@leeway/domain/runtime';
import { Controller, useFormContext } from 'react-hook-form';
import { ChoiceCards } from './choice-cards.tsx';
import { RUNTIME_TEXT } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';

const CHOICES = Runtime.options.map((value) => ({ value, ...RUNTIME_TEXT[value] }));

/** Who runs the jobs. What only the other choice has is forgotten, so that nothing unseen can be wrong. */
export function RuntimeField() {
  const { control, setValue, clearErrors } = useFormContext<UseCaseFormValues>();
  const choose = (runtime: Runtime) => {
    setValue('runtime', runtime, { shouldDirty: true });
    if (runtime === 'process') return;
    setValue('handler', null);
    setValue('megaJobMaxCount', 1);
    setValue('concurrencyKeyLimit', null);
    clearErrors(['handler', 'megaJobMaxCount', 'concurrencyKeyLimit']);
  };
  return (
    <Controller
      control={control}
      name="runtime"
      render={({ field }) => (
        <ChoiceCards
          id="runtime"
          label="Who runs the jobs"
          hint="It cannot be changed later."
          value={field.value ?? 'process'}
          choices={CHOICES}
          onChange={choose}
        />
      )}
    />
  );
}

'use client';
import { Criticality } from '@leeway/domain/criticality';
import { Controller, useFormContext } from 'react-hook-form';
import { ChoiceCards } from './choice-cards.tsx';
import { CRITICALITY_EXPLAINED } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';

const CHOICES = Criticality.options.map((value) => ({ value, label: value, means: CRITICALITY_EXPLAINED[value] }));

export function CriticalityField() {
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <Controller
      control={control}
      name="criticality"
      render={({ field }) => (
        <ChoiceCards
          id="criticality"
          label="Criticality"
          hint="Who waits first when there is not enough for all. It is not a priority among jobs that are on time."
          value={field.value ?? 'normal'}
          choices={CHOICES}
          onChange={field.onChange}
        />
      )}
    />
  );
}

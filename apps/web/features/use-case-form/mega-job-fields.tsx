'use client';
import { useWatch } from 'react-hook-form';
import { DurationField } from './duration-field.tsx';
import { explainGathering } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';
import { NumberField } from './policy-fields.tsx';

/** Mega-jobs: the size and the wait mean something only where there is more than one job to a row. */
export function MegaJobFields() {
  const maxCount = Number(useWatch<UseCaseFormValues, 'megaJobMaxCount'>({ name: 'megaJobMaxCount' }));
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <NumberField
        name="megaJobMaxCount"
        label="Jobs to a mega-job"
        unit="jobs"
        hint="1: every job has a row of its own"
      />
      {maxCount > 1 && (
        <>
          <NumberField name="megaJobMaxKb" label="Size" unit="KiB" hint="Of the payloads together" />
          <DurationField
            name="megaJobMaxWaitMs"
            label="Wait for others"
            hint="0: only jobs that arrive together share a row"
          />
        </>
      )}
      <p className="text-sm text-muted sm:col-span-3">{explainGathering(maxCount)}</p>
    </div>
  );
}

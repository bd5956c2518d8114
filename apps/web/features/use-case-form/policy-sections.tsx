'use client';
import type { Runtime } from '@leeway/domain/runtime';
import { CapacityFields } from './capacity-fields.tsx';
import { CriticalityField } from './criticality-field.tsx';
import { DurationField } from './duration-field.tsx';
import { FormSection } from './form-section.tsx';
import { MegaJobFields } from './mega-job-fields.tsx';
import { NumberField, RetryFields } from './policy-fields.tsx';
import { ToleranceField } from './tolerance-field.tsx';

/** What is promised, what happens on failure, and, where the tier's own workers run the jobs, what one may use. */
export function PolicySections({ runtime }: { readonly runtime: Runtime }) {
  return (
    <>
      <FormSection title="When it must start">
        <ToleranceField />
        <CriticalityField />
      </FormSection>
      <FormSection title="When it fails">
        <RetryFields />
      </FormSection>
      <FormSection title="Capacity">
        <CapacityFields runtime={runtime} />
      </FormSection>
      {runtime === 'process' && <WorkerSections />}
    </>
  );
}

function WorkerSections() {
  return (
    <>
      <FormSection title="What one job may use">
        <div className="grid gap-4 sm:grid-cols-2">
          <DurationField
            name="timeoutMs"
            label="Time limit"
            hint="An attempt that runs longer is ended and counts as failed"
          />
          <NumberField
            name="memoryLimitMb"
            label="Memory limit"
            unit="MiB"
            hint="A handler that needs more is ended; its neighbours notice nothing"
          />
        </div>
      </FormSection>
      <FormSection title="How many share a row">
        <MegaJobFields />
      </FormSection>
    </>
  );
}

'use client';
import { useFormContext, useWatch } from 'react-hook-form';
import { cx } from '#lib/class-names.ts';
import { DurationField } from './duration-field.tsx';
import { explainTolerance, TOLERANCE_PRESETS } from './explain-policy.ts';
import type { UseCaseFormValues } from './form-values.ts';

export function ToleranceField() {
  const { setValue } = useFormContext<UseCaseFormValues>();
  const valueMs = useWatch<UseCaseFormValues, 'delayToleranceMs'>({ name: 'delayToleranceMs' });
  return (
    <div>
      <DurationField name="delayToleranceMs" label="Delay tolerance" hint={explainTolerance(valueMs)} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that repeats the label above */}
      <div role="group" aria-label="Usual tolerances" className="mt-2 flex flex-wrap gap-1.5">
        {TOLERANCE_PRESETS.map(({ ms, label }) => (
          <button
            key={ms}
            type="button"
            aria-pressed={ms === valueMs}
            onClick={() => setValue('delayToleranceMs', ms, { shouldValidate: true, shouldDirty: true })}
            className={cx(
              'h-7 rounded-full border px-2.5 text-sm max-sm:h-11 max-sm:min-w-11',
              ms === valueMs
                ? 'border-accent bg-accent-soft font-medium text-accent'
                : 'border-line bg-surface text-muted hover:text-text',
            )}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

'use client';
import { QuotaKind } from '@leeway/domain/quota-kind';
import type { Runtime } from '@leeway/domain/runtime';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { explainCpuQuota, explainRateLimit, QUOTA_KIND_TEXT } from '#features/capacity/explain-capacity.ts';
import { ChoiceCards } from './choice-cards.tsx';
import { DownstreamsField } from './downstreams-field.tsx';
import type { UseCaseFormValues } from './form-values.ts';
import { LimitField } from './limit-field.tsx';
import { NumberField } from './policy-fields.tsx';

const KINDS = QuotaKind.options.map((value) => ({ value, ...QUOTA_KIND_TEXT[value] }));

/** What of the shared pool a use case may take. What runs elsewhere takes nothing of it, and can only be limited on submission. */
export function CapacityFields({ runtime }: { readonly runtime: Runtime }) {
  if (runtime === 'remote') return <RateFields />;
  return (
    <>
      <QuotaKindField />
      <CpuQuotaField />
      <div className="grid gap-4 sm:grid-cols-2">
        <LimitField
          name="concurrencyLimit"
          label="Concurrency limit"
          unit="jobs at once"
          hint="How many of its jobs run at the same time. Empty: as many as the pool has room for."
        />
        <LimitField
          name="concurrencyKeyLimit"
          label="Limit per key"
          unit="jobs at once"
          hint="How many jobs with the same concurrencyKey run at the same time, so that one customer cannot starve the others."
        />
      </div>
      <RateFields />
      <NumberField
        name="fairWeight"
        label="Fair weight"
        unit="parts"
        hint="Its part when several want more than there is: 200 gets twice as much as 100, the usual weight."
      />
      <DownstreamsField />
    </>
  );
}

function QuotaKindField() {
  const { control } = useFormContext<UseCaseFormValues>();
  return (
    <Controller
      control={control}
      name="quotaKind"
      render={({ field }) => (
        <ChoiceCards
          id="quotaKind"
          label="Kind of quota"
          hint="Whether its work is promised in time, or fills the quiet hours."
          value={field.value ?? 'reserved'}
          choices={KINDS}
          onChange={field.onChange}
        />
      )}
    />
  );
}

function CpuQuotaField() {
  const quota = useWatch<UseCaseFormValues, 'cpuQuotaMsPerSecond'>({ name: 'cpuQuotaMsPerSecond' });
  return (
    <LimitField
      name="cpuQuotaMsPerSecond"
      label="CPU quota"
      unit="CPU ms per second"
      hint={explainCpuQuota(quota ?? null)}
    />
  );
}

/** The burst that goes with a rate is, unless somebody says otherwise, what comes in a second. */
function RateFields() {
  const { getValues, setValue } = useFormContext<UseCaseFormValues>();
  const [rate, burst] = useWatch<UseCaseFormValues, ['rateLimitPerSecond', 'rateLimitBurst']>({
    name: ['rateLimitPerSecond', 'rateLimitBurst'],
  });
  const fillBurst = () => {
    const [typed, known] = getValues(['rateLimitPerSecond', 'rateLimitBurst']);
    if (typed && !known) setValue('rateLimitBurst', typed, { shouldValidate: true, shouldDirty: true });
  };
  return (
    <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
      <LimitField
        name="rateLimitPerSecond"
        label="Submit rate limit"
        unit="jobs per second"
        hint="What programs may submit, over time"
        onBlur={fillBurst}
      />
      <LimitField name="rateLimitBurst" label="Burst" unit="jobs at once" hint="What may come in one moment" />
      <p className="text-sm text-muted sm:col-span-2">{explainRateLimit(rate ?? null, burst ?? null)}</p>
    </div>
  );
}

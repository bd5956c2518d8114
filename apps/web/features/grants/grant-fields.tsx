'use client';
import type { GrantClass } from '@leeway/domain/burst-grant';
import type { GrantableLimits } from '@leeway/domain/effective-policy';
import { useState } from 'react';
import { errorId, Field, hintId, inputClass } from '#components/field.tsx';
import { Segmented } from '#components/segmented.tsx';
import { TextField } from '#components/text-field.tsx';
import { USUAL_LENGTH_MS } from '#features/confirm/incident-lengths.ts';
import { DurationInput } from '#features/use-case-form/duration-input.tsx';
import { cx } from '#lib/class-names.ts';
import { useTimeZone } from '#lib/clock.ts';
import { DURATIONS, FACTORS, type GrantDraft, limitsOf } from './grant-draft.ts';

export interface GrantFieldsProps {
  readonly draft: GrantDraft;
  readonly policy: GrantableLimits;
  /** What is wrong with a field, by the beginning of its name. */
  readonly faultOf: (field: string) => string | undefined;
  readonly onChange: (change: Partial<GrantDraft>) => void;
}

const CLASSES = [
  { value: 'incident', label: 'Incident, now' },
  { value: 'majorEvent', label: 'Major event, planned' },
] as const;

export function ClassField({ draft, onChange }: Pick<GrantFieldsProps, 'draft' | 'onChange'>) {
  const choose = (trafficClass: GrantClass) => {
    const [first] = DURATIONS[trafficClass];
    onChange({
      trafficClass,
      durationMs: trafficClass === 'incident' ? USUAL_LENGTH_MS : (first?.ms ?? 0),
    });
  };
  return <Segmented label="Kind of traffic" value={draft.trafficClass} options={CLASSES} onChange={choose} />;
}

/** How much, and of which limits; all that there are, unless somebody unticks one. */
export function AmountFields({ draft, policy, faultOf, onChange }: GrantFieldsProps) {
  const limits = limitsOf(policy);
  const toggle = (kind: (typeof limits)[number]['kind']) =>
    onChange({
      kinds: draft.kinds.includes(kind) ? draft.kinds.filter((one) => one !== kind) : [...draft.kinds, kind],
    });
  const fault = faultOf('amounts');
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium">How much</legend>
      <Segmented
        label="Times the policy"
        value={draft.factor}
        options={FACTORS}
        onChange={(factor) => onChange({ factor })}
      />
      <ul className="flex flex-col gap-1.5">
        {limits.map(({ kind, label, unit, format }) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <label className="flex min-h-8 items-center gap-2 max-sm:min-h-11">
              <input
                type="checkbox"
                checked={draft.kinds.includes(kind)}
                onChange={() => toggle(kind)}
                className="size-4.5 accent-(--accent)"
              />
              <span>
                {label} <span className="text-sm text-muted">of {format(policy)}</span>
              </span>
            </label>
            {draft.factor === 'amounts' && draft.kinds.includes(kind) && (
              <span className="flex items-center gap-2">
                <input
                  aria-label={`${label}, ${unit}`}
                  inputMode="numeric"
                  autoComplete="off"
                  value={draft.amounts[kind] ?? ''}
                  onChange={(event) => onChange({ amounts: { ...draft.amounts, [kind]: event.target.value } })}
                  aria-invalid={faultOf(`amounts.${kind}`) !== undefined}
                  className={inputClass(faultOf(`amounts.${kind}`) !== undefined, 'control max-w-28')}
                />
                <span className="text-sm text-muted">{unit}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      {fault !== undefined && (
        <p role="alert" className="text-sm font-medium text-bad">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

const OTHER = 'other';

/** A usual length, or one that is typed. */
export function TimeFields({ draft, faultOf, onChange }: Omit<GrantFieldsProps, 'policy'>) {
  const presets = DURATIONS[draft.trafficClass].map(({ ms, label }) => ({ value: String(ms), label }));
  const [isOther, setOther] = useState(false);
  const fault = faultOf('durationMs');
  const choose = (value: string) => {
    setOther(value === OTHER);
    if (value !== OTHER) onChange({ durationMs: Number(value) });
  };
  return (
    <>
      {draft.trafficClass === 'majorEvent' && <StartField draft={draft} faultOf={faultOf} onChange={onChange} />}
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">For how long</p>
        <Segmented
          label="For how long"
          value={isOther ? OTHER : String(draft.durationMs)}
          options={[...presets, { value: OTHER, label: 'Other' }]}
          onChange={choose}
        />
        {isOther && (
          <Field id="grant-duration" label="Length" error={fault} hint="At most 24 hours; it can be extended">
            <DurationInput
              id="grant-duration"
              label="Length"
              valueMs={draft.durationMs}
              onChange={(durationMs) => onChange({ durationMs })}
              isInvalid={fault !== undefined}
            />
          </Field>
        )}
      </div>
    </>
  );
}

function StartField({ draft, faultOf, onChange }: Omit<GrantFieldsProps, 'policy'>) {
  const timeZone = useTimeZone();
  const fault = faultOf('startsAt');
  return (
    <Field
      id="grant-start"
      label="Starts"
      error={fault}
      hint={`In your time (${timeZone}); announced at least 24 hours ahead, so that the pool can be planned`}
    >
      <input
        id="grant-start"
        type="datetime-local"
        value={draft.startsLocal}
        aria-invalid={fault !== undefined}
        aria-describedby={cx(fault !== undefined && errorId('grant-start'), hintId('grant-start'))}
        onChange={(event) => onChange({ startsLocal: event.target.value })}
        className={inputClass(fault !== undefined, 'control max-w-60')}
      />
    </Field>
  );
}

export function WhyFields({ draft, faultOf, onChange }: Omit<GrantFieldsProps, 'policy'>) {
  const [reasonFault, urlFault] = [faultOf('reason'), faultOf('incidentUrl')];
  const isIncident = draft.trafficClass === 'incident';
  return (
    <>
      <TextField
        id="grant-reason"
        label="Why"
        error={reasonFault}
        value={draft.reason}
        onChange={(event) => onChange({ reason: event.target.value })}
      />
      <TextField
        id="grant-link"
        label={isIncident ? 'Link to the incident' : 'Link to the plan'}
        optional={!isIncident}
        error={urlFault}
        type="url"
        inputMode="url"
        placeholder="https://"
        value={draft.incidentUrl}
        onChange={(event) => onChange({ incidentUrl: event.target.value })}
      />
    </>
  );
}

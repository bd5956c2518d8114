'use client';
import { LIMITS } from '@leeway/domain/limits';
import { Field, Input } from '#components/field.tsx';
import { Select } from '#components/select.tsx';
import { FILTER_LABELS } from './filter-labels.ts';
import {
  CODE_CHOICES,
  type CodeChoice,
  rangesOf,
  STATE_CHOICES,
  type StateChoice,
  type TargetEntry,
} from './target-entry.ts';

const STATE_TEXT: Readonly<Record<StateChoice, string>> = {
  both: 'Waiting and delayed',
  waiting: 'Only waiting',
  delayed: 'Only delayed',
};
const STATES = STATE_CHOICES.map((value) => ({ value, label: STATE_TEXT[value] }));
const CODES = CODE_CHOICES.map((value: CodeChoice) => ({ value, label: value === 'any' ? 'Any failure' : value }));

interface TargetFieldsProps {
  readonly entry: TargetEntry;
  readonly onChange: (entry: TargetEntry) => void;
}

/** What a bulk change is narrowed down to. */
export function TargetFields({ entry, onChange }: TargetFieldsProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {entry.kind === 'cancel' ? (
        <Field id="target-states" label="Which jobs">
          <Select
            id="target-states"
            label="Which jobs"
            value={entry.states}
            options={STATES}
            onChange={(states) => onChange({ ...entry, states })}
          />
        </Field>
      ) : (
        <DeadFields entry={entry} onChange={onChange} />
      )}
      <TimeFields entry={entry} onChange={onChange} />
    </div>
  );
}

function DeadFields({ entry, onChange }: TargetFieldsProps) {
  return (
    <>
      <Field id="target-code" label="Failure">
        <Select
          id="target-code"
          label="Failure"
          value={entry.failureCode}
          options={CODES}
          onChange={(failureCode) => onChange({ ...entry, failureCode })}
        />
      </Field>
      <Field id="target-text" label="Failure contains" optional hint="Upper or lower case">
        <Input
          id="target-text"
          autoComplete="off"
          maxLength={LIMITS.filterTextLength}
          value={entry.text}
          onChange={(event) => onChange({ ...entry, text: event.target.value })}
        />
      </Field>
    </>
  );
}

function TimeFields({ entry, onChange }: TargetFieldsProps) {
  return rangesOf(entry.kind).map((field) => (
    <Field key={field} id={`target-${field}`} label={FILTER_LABELS[field] ?? field} optional>
      <Input
        id={`target-${field}`}
        type="datetime-local"
        step={1}
        value={entry.times[field] ?? ''}
        onChange={(event) => onChange({ ...entry, times: { ...entry.times, [field]: event.target.value } })}
      />
    </Field>
  ));
}

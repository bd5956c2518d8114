import type { UseFormSetError } from 'react-hook-form';
import { type Problem, problemOf } from '#lib/problem.ts';
import { FIELD_LABELS } from './diff-policies.ts';
import type { UseCaseFormValues } from './form-values.ts';

/** Puts what the control plane refused at the fields it names. Returns the problem where it names none of ours. */
export function applyProblem(error: unknown, setError: UseFormSetError<UseCaseFormValues>): Problem | null {
  const problem = problemOf(error);
  const ours = problem.fields.filter(({ field }) => field in FIELD_LABELS);
  for (const [index, { field, message }] of ours.entries()) {
    setError(field as keyof UseCaseFormValues, { type: 'server', message }, { shouldFocus: index === 0 });
  }
  return ours.length === 0 ? problem : null;
}

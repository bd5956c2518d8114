import type { FieldError } from '@leeway/domain/problem';
import type { z } from 'zod';

const MAX_ERRORS = 20;

/** zod's issues as fields with JSON paths (`jobs[3].payload`); at most 20, the rest would say the same. */
export function toFieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MAX_ERRORS).flatMap(toFields);
}

function toFields(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: pathText(issue.path), message: issue.message }];
  return issue.keys.map((key) => ({
    field: pathText([...issue.path, key]),
    message: 'There is no such field; remove it',
  }));
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text.replace(/^\./, '').slice(0, 200) || 'body';
}

import type { FieldError, ProblemCode } from '@leeway/domain/problem';

export interface Problem {
  /** `UNREACHABLE` where no answer came at all. */
  readonly code: ProblemCode | 'UNREACHABLE';
  readonly detail: string;
  readonly fields: readonly FieldError[];
}

const UNREACHABLE: Problem = {
  code: 'UNREACHABLE',
  detail: 'The control plane does not answer. Try again in a moment.',
  fields: [],
};

interface ProblemData {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly fields?: readonly FieldError[];
}

function dataOf(error: unknown): ProblemData | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null;
  const { data } = error;
  return typeof data === 'object' && data !== null && 'code' in data ? (data as ProblemData) : null;
}

/** What a failed call means to the reader. */
export function problemOf(error: unknown): Problem {
  const data = dataOf(error);
  if (data === null) return UNREACHABLE;
  const message = error instanceof Error ? error.message : 'Something went wrong';
  return { code: data.code, detail: data.detail ?? message, fields: data.fields ?? [] };
}

/** True where asking again may help without anybody changing anything. */
export function isPassing({ code }: Problem): boolean {
  return code === 'UNREACHABLE' || code === 'STORE_UNAVAILABLE' || code === 'OVERLOADED';
}

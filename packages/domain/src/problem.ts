/** The closed list of errors that leave the process, each with its HTTP status and a fixed title. */
export const PROBLEMS = {
  INVALID_INPUT: { status: 400, title: 'The input is not valid' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in or send a valid key' },
  FORBIDDEN: { status: 403, title: 'You have no right to do this' },
  NOT_FOUND: { status: 404, title: 'There is no such thing' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take this method' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  CONFLICT: { status: 409, title: 'Somebody else changed this first' },
  WRONG_STATE: { status: 409, title: 'The state that it is in does not allow this' },
  TOO_LARGE: { status: 413, title: 'The input is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be application/json' },
  KEY_REUSED: { status: 422, title: 'This Idempotency-Key belongs to another request' },
  RATE_LIMITED: { status: 429, title: 'More jobs came than the rate limit allows' },
  OVERLOADED: { status: 503, title: 'The tier takes no more work right now' },
  STORE_UNAVAILABLE: { status: 503, title: 'The queue store does not answer' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** One wrong field: a JSON path such as `jobs[3].payload`, and what to do about it. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** An expected failure, translated once at each edge; its detail may be shown to the caller. */
export class LeewayError extends Error {
  readonly code: ProblemCode;
  readonly fields: readonly FieldError[];
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { readonly fields?: readonly FieldError[]; readonly retryAfterMs?: number; readonly cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.name = 'LeewayError';
    this.code = code;
    this.fields = more.fields ?? [];
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** RFC 9457 body, sent as `application/problem+json`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly errors?: readonly FieldError[];
}

export function toProblemBody(error: LeewayError): ProblemBody {
  const { status, title } = PROBLEMS[error.code];
  const type = `urn:leeway:problem:${error.code.toLowerCase().replaceAll('_', '-')}`;
  const body = { type, title, status, detail: error.message, code: error.code };
  return error.fields.length === 0 ? body : { ...body, errors: error.fields };
}

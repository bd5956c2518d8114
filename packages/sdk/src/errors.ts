import { type FieldError, PROBLEMS, type ProblemBody, type ProblemCode } from '@leeway/domain/problem';

/** `UNEXPECTED_ANSWER`: something that is not Leeway answered, such as a proxy's error page. */
export type ApiErrorCode = ProblemCode | 'UNEXPECTED_ANSWER';

interface ApiErrorParts {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly fields: readonly FieldError[];
  readonly retryAfterMs: number | undefined;
  readonly idempotencyKey?: string | undefined;
  /** Where something else says so than this answer: an earlier try. */
  readonly outcomeUnknown?: boolean;
}

/** The tier answered, and the answer was no. */
export class LeewayApiError extends Error {
  override readonly name = 'LeewayApiError';
  readonly code: ApiErrorCode;
  readonly status: number;
  /** The wrong fields, each with its JSON path and the remedy; empty where the error is not about the input. */
  readonly fields: readonly FieldError[];
  /** When the tier asks to be called again, counted from its answer. */
  readonly retryAfterMs: number | undefined;
  /** True where the work may have been stored in spite of the error. */
  readonly outcomeUnknown: boolean;
  /** Of the submission that failed: sent again with this key and the same jobs, it is stored once. */
  readonly idempotencyKey: string | undefined;

  constructor(message: string, parts: ApiErrorParts) {
    super(message);
    this.code = parts.code;
    this.status = parts.status;
    this.fields = parts.fields;
    this.retryAfterMs = parts.retryAfterMs;
    this.idempotencyKey = parts.idempotencyKey;
    this.outcomeUnknown =
      parts.outcomeUnknown ?? (parts.status < 400 || (parts.status >= 500 && parts.code !== 'OVERLOADED'));
  }
}

interface ConnectionErrorParts {
  readonly outcomeUnknown: boolean;
  readonly cause: unknown;
  readonly idempotencyKey?: string | undefined;
}

/** No answer came: refused, cut, or too late. */
export class LeewayConnectionError extends Error {
  override readonly name = 'LeewayConnectionError';
  /** False where the request certainly never reached the tier; true where it may have been carried out. */
  readonly outcomeUnknown: boolean;
  /** As in `LeewayApiError`. */
  readonly idempotencyKey: string | undefined;

  constructor(message: string, parts: ConnectionErrorParts) {
    super(message, { cause: parts.cause });
    this.outcomeUnknown = parts.outcomeUnknown;
    this.idempotencyKey = parts.idempotencyKey;
  }
}

/** The same of a call whose earlier try may have been carried out, whatever its last one says. */
export function asUnknown(error: unknown): unknown {
  if (error instanceof LeewayApiError) return new LeewayApiError(error.message, { ...error, outcomeUnknown: true });
  if (!(error instanceof LeewayConnectionError)) return error;
  const { message, cause, idempotencyKey } = error;
  return new LeewayConnectionError(message, { outcomeUnknown: true, cause, idempotencyKey });
}

function isProblemBody(body: unknown): body is ProblemBody {
  if (typeof body !== 'object' || body === null || !('code' in body) || !('detail' in body)) return false;
  return typeof body.code === 'string' && Object.hasOwn(PROBLEMS, body.code) && typeof body.detail === 'string';
}

export interface AnswerParts {
  readonly status: number;
  /** Parsed; anything that is no `application/problem+json` of Leeway becomes `UNEXPECTED_ANSWER`. */
  readonly body: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly idempotencyKey?: string | undefined;
}

export function toApiError({ status, body, retryAfterMs, idempotencyKey }: AnswerParts): LeewayApiError {
  if (!isProblemBody(body)) {
    const message = `The server answered with status ${status} and a body that Leeway does not send; check the url`;
    return new LeewayApiError(message, {
      ...{ code: 'UNEXPECTED_ANSWER', status, fields: [], retryAfterMs, idempotencyKey },
    });
  }
  const fields = Array.isArray(body.errors) ? body.errors : [];
  const listed = fields.map(({ field, message }) => `${field}: ${message}`).join('; ');
  const message = listed === '' ? body.detail : `${body.detail} (${listed})`;
  return new LeewayApiError(message, { code: body.code, status, fields, retryAfterMs, idempotencyKey });
}

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3); undefined where there is none. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

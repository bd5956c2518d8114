import { LIMITS } from '@leeway/domain/limits';
import { type FieldError, LeewayError, PROBLEMS, type ProblemCode, toProblemBody } from '@leeway/domain/problem';
import type { FastifyReply } from 'fastify';
import { isStoreAway } from './is-store-away.ts';

interface HttpError {
  readonly statusCode?: number;
  readonly code?: string;
}

/** The framework's own refusals, as problems; everything else that is not expected stays inside. */
export function toLeewayError(error: unknown): LeewayError {
  if (error instanceof LeewayError) return error;
  const { statusCode, code } = (typeof error === 'object' && error !== null ? error : {}) as HttpError;
  if (statusCode === 413)
    return onBody('TOO_LARGE', `A request body is at most ${LIMITS.requestBytes} bytes; send fewer jobs at once`);
  if (statusCode === 414) return onField('name', 'The address is too long');
  if (code === 'FST_ERR_BAD_URL') return onField('name', 'The address is not valid: percent signs must encode UTF-8');
  if (statusCode === 415) return onHeader('UNSUPPORTED_MEDIA_TYPE', 'Send the header "Content-Type: application/json"');
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return onBody('INVALID_INPUT', 'The body is empty; send the JSON that this address takes');
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return onBody('INVALID_INPUT', 'The body is shorter or longer than its Content-Length says');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return onBody('INVALID_INPUT', 'The request cannot be read');
  if (isStoreAway(error))
    return new LeewayError('STORE_UNAVAILABLE', 'The store does not answer', { retryAfterMs: 1_000, cause: error });
  return new LeewayError('INTERNAL', 'The request failed; its details are in the log under its request id', {
    cause: error,
  });
}

function onBody(code: ProblemCode, message: string): LeewayError {
  return new LeewayError(code, message, { fields: [{ field: 'body', message }] satisfies FieldError[] });
}

function onField(field: string, message: string): LeewayError {
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field, message }] });
}

function onHeader(code: ProblemCode, message: string): LeewayError {
  return new LeewayError(code, message, { fields: [{ field: 'content-type', message }] });
}

/** Sends RFC 9457 `application/problem+json`, with Retry-After in whole seconds where a repeat makes sense. */
export function sendProblem(reply: FastifyReply, error: LeewayError): FastifyReply {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
  if (error.code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer');
  return reply
    .status(PROBLEMS[error.code].status)
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(toProblemBody(error))));
}

import { LeewayError, PROBLEMS, toProblemBody } from '@leeway/domain/problem';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { isStoreUnavailable } from '../api/store-unavailable.ts';

/** RFC 9457 answer for what is not tRPC. */
export async function sendProblem(reply: FastifyReply, error: LeewayError): Promise<FastifyReply> {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
  return reply
    .status(PROBLEMS[error.code].status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblemBody(error)));
}

function toLeewayError(error: FastifyError | Error): LeewayError {
  if (error instanceof LeewayError) return error;
  if (isStoreUnavailable(error)) return new LeewayError('STORE_UNAVAILABLE', 'Try again in a moment', { cause: error });
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === 413) return new LeewayError('TOO_LARGE', 'Send less at once', { cause: error });
  if (status === 415) return new LeewayError('UNSUPPORTED_MEDIA_TYPE', 'Send application/json', { cause: error });
  if (status !== undefined && status < 500) {
    return new LeewayError('INVALID_INPUT', 'The request cannot be read', { cause: error });
  }
  return new LeewayError('INTERNAL', 'It is in our log', { cause: error });
}

export async function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) {
  const problem = toLeewayError(error);
  if (problem.code === 'INTERNAL') request.log.error({ err: error, url: request.routeOptions.url }, 'request failed');
  return sendProblem(reply, problem);
}

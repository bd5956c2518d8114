import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hashUuid } from '../submitter/hash-uuid.ts';
import { countValues } from './count-values.ts';

export const KEY_HEADER = 'idempotency-key';

interface ParsedBody {
  readonly json: unknown;
  /** Of the text as it came; empty where the request has no Idempotency-Key to compare it by. */
  readonly hash: string;
}

const NO_BODY: ParsedBody = { json: undefined, hash: '' };

/** The body, once: afterwards the request does not hold it, however long its answer takes. */
export function takeBody(request: FastifyRequest): ParsedBody {
  const body = request.body as ParsedBody | undefined;
  request.body = undefined;
  return body ?? NO_BODY;
}

/** Only JSON, parsed without reviving prototypes; a body that is none is the caller's fault. */
export function installJsonParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = body as Buffer;
    // Each takes at least a byte, most two.
    if (bytes.length > LIMITS.valuesPerRequest && countValues(bytes) > LIMITS.valuesPerRequest)
      return done(onBody(`A request holds at most ${LIMITS.valuesPerRequest} values; send fewer jobs at once`));
    const text = bytes.toString();
    try {
      const json: unknown = JSON.parse(text);
      const hash = request.headers[KEY_HEADER] === undefined ? '' : hashUuid(text);
      done(null, { json, hash } satisfies ParsedBody);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
      const message = `The body is not valid JSON: ${reason}`.toWellFormed();
      done(onBody(message));
    }
  });
}

function onBody(message: string): LeewayError {
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'body', message }] });
}

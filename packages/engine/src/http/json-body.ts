import { LeewayError } from '@leeway/domain/problem';
import type { FastifyInstance } from 'fastify';
import { hashUuid } from '../submitter/hash-uuid.ts';

export const KEY_HEADER = 'idempotency-key';

export interface ParsedBody {
  readonly json: unknown;
  /** Of the text as it came; empty where the request has no Idempotency-Key to compare it by. */
  readonly hash: string;
}

export const NO_BODY: ParsedBody = { json: undefined, hash: '' };

/** Only JSON, parsed without reviving prototypes; a body that is none is the caller's fault. */
export function installJsonParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    try {
      const json: unknown = JSON.parse(text);
      const hash = request.headers[KEY_HEADER] === undefined ? '' : hashUuid(text);
      done(null, { json, hash } satisfies ParsedBody);
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
      const message = `The body is not valid JSON: ${reason}`.toWellFormed();
      done(new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'body', message }] }));
    }
  });
}

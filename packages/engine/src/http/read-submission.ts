import { LeewayError } from '@leeway/domain/problem';
import { SubmitRequest } from '@leeway/domain/submit';
import type { FastifyRequest } from 'fastify';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import type { JobsToSubmit } from '../submitter/submit-jobs.ts';
import { toFieldErrors } from '../submitter/to-field-errors.ts';
import { toRequestKey } from '../submitter/to-request-key.ts';
import { KEY_HEADER, takeBody } from './json-body.ts';

/** What a request asks to submit. Throws INVALID_INPUT that names every field at fault. */
export function readSubmission(request: FastifyRequest, apiKey: ApiKeyEntry, useCase: UseCaseEntry): JobsToSubmit {
  const { json, hash } = takeBody(request);
  const key = toRequestKey({ header: request.headers[KEY_HEADER], bodyHash: hash, apiKey, useCase });
  const parsed = SubmitRequest.safeParse(json);
  if (parsed.success) return { useCase, submissions: parsed.data.jobs, key, apiKey };
  throw new LeewayError('INVALID_INPUT', 'The request does not have the form asked for; nothing was stored', {
    fields: toFieldErrors(parsed.error),
  });
}

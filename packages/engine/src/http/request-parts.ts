import { type JobKey, parseJobId, queueOfJobKey } from '@leeway/domain/job-id';
import { LeewayError } from '@leeway/domain/problem';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import { mayUse } from '../submitter/authenticate.ts';
import { toFieldErrors } from '../submitter/to-field-errors.ts';
import { takeBody } from './json-body.ts';

/** What routes need to know of who asks, and about what. */
export interface Door {
  /** Throws UNAUTHENTICATED. */
  readonly keyOf: (request: FastifyRequest) => ApiKeyEntry;
  /** May look into the registry anew for a name it does not know. */
  readonly findUseCase: (name: string) => Promise<UseCaseEntry | undefined>;
  readonly findUseCaseByNo: (no: number) => UseCaseEntry | undefined;
}

/** The job that the address names, if its team may know of it. Throws INVALID_INPUT and NOT_FOUND. */
export function jobOf(door: Door, apiKey: ApiKeyEntry, id: string): JobKey {
  const key = parseJobId(id);
  if (key === null) throw badJobId();
  const useCase = door.findUseCaseByNo(queueOfJobKey(key).useCaseNo);
  if (useCase === undefined || !mayUse(apiKey, useCase)) throw unknownJob();
  return key;
}

/** The use case that the address names, if the key may use it. Throws NOT_FOUND. */
export async function useCaseOf(door: Door, apiKey: ApiKeyEntry, name: string): Promise<UseCaseEntry> {
  const useCase = await door.findUseCase(name);
  if (useCase === undefined || !mayUse(apiKey, useCase)) throw unknownUseCase(name);
  return useCase;
}

/** The body as the schema wants it; `{}` where there is none. Throws INVALID_INPUT that names each field. */
export function bodyOf<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  const { json = {} } = takeBody(request);
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new LeewayError('INVALID_INPUT', 'The request does not have the form asked for; nothing was changed', {
    fields: toFieldErrors(parsed.error),
  });
}

function unknownUseCase(name: string): LeewayError {
  const message =
    'There is no use case of this name that this key may submit to; register it in the console or check the name';
  return new LeewayError('NOT_FOUND', message, {
    fields: [{ field: 'name', message: `Unknown: ${JSON.stringify(name.slice(0, 80))}` }],
  });
}

function badJobId(): LeewayError {
  const message = 'A job id is "job_" and 32 hexadecimal digits';
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: 'id', message }] });
}

function unknownJob(): LeewayError {
  const detail = 'There is no such job, or it was done and its record is not kept';
  return new LeewayError('NOT_FOUND', detail, { fields: [{ field: 'id', message: 'Unknown job' }] });
}

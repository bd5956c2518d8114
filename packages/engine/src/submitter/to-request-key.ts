import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { RequestKey } from '../queue/new-job.ts';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import { hashUuid } from './hash-uuid.ts';

const FIELD = 'idempotency-key';
const VISIBLE = new RegExp(`^[\\x21-\\x7e]{1,${LIMITS.idempotencyKeyLength}}$`);

export interface KeyedRequest {
  /** The header as it came; undefined where there was none. */
  readonly header: string | readonly string[] | undefined;
  readonly bodyHash: string;
  readonly apiKey: Pick<ApiKeyEntry, 'teamId'>;
  readonly useCase: Pick<UseCaseEntry, 'no'>;
}

/** Keys belong to a team and a use case, so that they outlive the API key they were sent with. Throws INVALID_INPUT. */
export function toRequestKey({ header, bodyHash, apiKey, useCase }: KeyedRequest): RequestKey | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !VISIBLE.test(header)) {
    const message = `An Idempotency-Key is 1 to ${LIMITS.idempotencyKeyLength} visible ASCII characters, such as a UUID`;
    throw new LeewayError('INVALID_INPUT', message, { fields: [{ field: FIELD, message }] });
  }
  return { scope: hashUuid(`${apiKey.teamId ?? '*'}\n${useCase.no}\n${header}`), bodyHash };
}

export function keyReused(): LeewayError {
  const message = 'This key was used for a request with another body; send a new key with a new request';
  return new LeewayError('KEY_REUSED', message, { fields: [{ field: FIELD, message }] });
}

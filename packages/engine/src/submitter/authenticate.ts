import { hashApiKey, parseApiKey } from '@leeway/domain/api-key';
import { LeewayError } from '@leeway/domain/problem';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';

const BEARER = /^Bearer +(\S+)$/i;

/** The key that a request was sent with. Throws UNAUTHENTICATED; never says whether a key exists. */
export function authenticate(
  authorization: string | undefined,
  findKey: (secretHash: string) => ApiKeyEntry | undefined,
  now: number,
): ApiKeyEntry {
  const text = BEARER.exec(authorization ?? '')?.[1];
  if (text === undefined) throw refusal('Send the header "Authorization: Bearer <key>"');
  if (parseApiKey(text) === null) throw refusal('This is not a whole key: a character is missing or wrong');
  const key = findKey(hashApiKey(text).toString('hex'));
  if (key === undefined || key.expiresAt <= now) throw refusal('This key is not in force: unknown, revoked or expired');
  return key;
}

function refusal(detail: string): LeewayError {
  return new LeewayError('UNAUTHENTICATED', detail, { fields: [{ field: 'authorization', message: detail }] });
}

/** Whether a key may act on a use case. What it may not see, it is told does not exist. */
export function mayUse(key: ApiKeyEntry, useCase: UseCaseEntry): boolean {
  return key.teamId === null || key.teamId === useCase.teamId;
}

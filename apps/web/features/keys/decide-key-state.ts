import { DAY_MS } from '@leeway/domain/units';
import type { ApiKeyView } from '@leeway/domain/views';

export type KeyState = 'active' | 'expiring' | 'expired' | 'revoked';

/** A key that ends within a week should be replaced now. */
const SOON_MS = 7 * DAY_MS;

export function decideKeyState(
  { expiresAt, revokedAt }: Pick<ApiKeyView, 'expiresAt' | 'revokedAt'>,
  now: number,
): KeyState {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'expired';
  return expiresAt - now <= SOON_MS ? 'expiring' : 'active';
}

import { DAY_MS } from '@leeway/domain/units';
import { expect, it } from 'vitest';
import { decideKeyState } from './decide-key-state.ts';

it.each([
  [{ expiresAt: 30 * DAY_MS, revokedAt: null }, 'active'],
  [{ expiresAt: 7 * DAY_MS, revokedAt: null }, 'expiring'],
  [{ expiresAt: 0, revokedAt: null }, 'expired'],
  [{ expiresAt: 30 * DAY_MS, revokedAt: -1 }, 'revoked'],
  [{ expiresAt: -1, revokedAt: -2 }, 'revoked'],
])('%o is %s', (key, state) => expect(decideKeyState(key, 0)).toBe(state));

import { expect, test } from 'vitest';
import { createSignInLimit } from './sign-in-limit.ts';

function tryOften(limit: ReturnType<typeof createSignInLimit>, email: string, now: number): number {
  return Array.from({ length: 40 }, () => limit.admits(email, now)).filter(Boolean).length;
}

test('admits fifteen tries per address in five minutes, however it is written', () => {
  const limit = createSignInLimit();
  expect(tryOften(limit, 'ann@example.com', 0)).toBe(15);
  expect(limit.admits(' ANN@example.com', 299_999)).toBe(false);
  expect(limit.admits('bob@example.com', 299_999)).toBe(true);
  expect(limit.admits('ann@example.com', 300_000)).toBe(true);
});

test('does not grow without bound', () => {
  const limit = createSignInLimit();
  for (let index = 0; index < 25_000; index++) expect(limit.admits(`user${index}@example.com`, index)).toBe(true);
});

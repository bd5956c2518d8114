import type { SessionUser } from '@leeway/domain/role';
import { expect, it } from 'vitest';
import { teamsToActFor, whyNotChange } from './decide-rights.ts';

const user = (role: SessionUser['role'], teams: string[] = []): SessionUser => ({
  id: 'u',
  name: 'Ada',
  email: 'a@b.c',
  role,
  teams,
});

it.each([
  [user('admin'), null, true],
  [user('admin'), 'growth', true],
  [user('engineer', ['growth']), 'growth', true],
  [user('on-call', ['growth']), 'payments', false],
  [user('manager', ['growth']), null, false],
  [user('viewer', ['growth']), 'growth', false],
  [null, 'growth', false],
])('%o on the things of %s: %s', (person, team, may) => {
  expect(whyNotChange(person, team) === null).toBe(may);
});

it('offers only the teams that a person may act for', () => {
  expect(teamsToActFor(user('engineer', ['b']), [{ name: 'a' }, { name: 'b' }])).toEqual([{ name: 'b' }]);
});

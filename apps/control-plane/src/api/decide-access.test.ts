import { describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { ACCESS } from './access-table.ts';
import type { Actor } from './context.ts';
import { refusalOf, refusalOfOwner } from './decide-access.ts';

function actor(role: Actor['role'], teams: string[] = ['payments']): Actor {
  return { id: 'user_1', name: 'Ann', email: 'ann@example.com', role, teams };
}

describe('the access table', () => {
  test('has exactly the procedures of the router', () => {
    expect([...ACCESS.keys()].sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  test('lets nobody in without a session but to the session itself', () => {
    const open = [...ACCESS].filter(([, rule]) => refusalOf(rule, null) === null).map(([path]) => path);
    expect(open).toEqual(['session.get']);
  });

  test('lets a viewer read and nothing else', () => {
    const paths = [...ACCESS].filter(([, rule]) => refusalOf(rule, actor('viewer')) === null).map(([path]) => path);
    const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } } | undefined>;
    const types = paths.map((path) => procedures[path]?._def.type);
    expect(new Set(types)).toEqual(new Set(['query', 'subscription']));
  });

  test('refuses what it does not list, even to an admin', () => {
    expect(refusalOf(ACCESS.get('secret.door'), actor('admin'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(refusalOf(ACCESS.get('constructor'), actor('admin'))).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('keeps teams for admins', () => {
    const rule = ACCESS.get('team.create');
    for (const role of ['viewer', 'engineer', 'on-call', 'manager'] as const) {
      expect(refusalOf(rule, actor(role)), role).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(refusalOf(rule, actor('admin'))).toBeNull();
  });
});

describe('an owned object', () => {
  test.each([
    ['engineer', 'payments', true],
    ['on-call', 'payments', true],
    ['manager', 'payments', true],
    ['viewer', 'payments', false],
    ['engineer', 'search', false],
    ['manager', null, false],
    ['admin', 'search', true],
    ['admin', null, true],
  ] as const)('%s of payments, object of %s: %s', (role, team, isAllowed) => {
    expect(refusalOfOwner(actor(role), team, 'useCase') === null).toBe(isAllowed);
  });

  test.each(['job', 'operation'] as const)('that has only an id is not there for others: %s', (ownedBy) => {
    expect(refusalOfOwner(actor('engineer'), 'search', ownedBy)).toMatchObject({ code: 'NOT_FOUND' });
    expect(refusalOfOwner(actor('engineer'), 'payments', ownedBy)).toBeNull();
  });
});

import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { actionText, differencesOf, partName, subjectOf } from './describe-entry.ts';

it('puts the fields in the order of the form, with units, and keeps what it does not know', () => {
  const changes = [
    { field: 'shardSpread', before: 2, after: 4 },
    { field: 'timeoutMs', before: 60_000, after: 90_000 },
    { field: 'handler', before: null, after: 'send-receipt' },
  ];
  expect(
    differencesOf({ action: 'useCase.change', changes }).map(({ label, before, after }) => [label, before, after]),
  ).toEqual([
    ['Handler', 'none', 'send-receipt'],
    ['Time limit', '1 min', '1 min 30 s'],
    ['shardSpread', '2', '4'],
  ]);
});

it('says of what is new what it has, not what it had not', () => {
  const changes = [
    { field: 'description', before: null, after: '' },
    { field: 'maxPerSecond', before: null, after: 50 },
  ];
  const told = (action: string) => differencesOf({ action, changes }).map(({ before, after }) => [before, after]);
  expect(told('downstream.register')).toEqual([['none', '50 jobs/s']]);
  expect(told('downstream.change')).toEqual([
    ['none', 'empty'],
    ['no limit', '50 jobs/s'],
  ]);
});

it('never hides an action that it has no words for', () => {
  expect(actionText('useCase.change')).toBe('changed it');
  expect(actionText('useCase.archive')).toBe('useCase.archive');
});

/** Lines of the program that name an action, in the control plane, the engine, and what the command line runs. */
function actionsOfTheSource(): string[] {
  const root = path.resolve(import.meta.dirname, '../../../..');
  return ['apps/control-plane/src', 'packages/engine/src', 'scripts']
    .flatMap((folder) =>
      globSync('**/*.ts', { cwd: path.join(root, folder) })
        .filter((file) => !file.endsWith('.test.ts'))
        .flatMap((file) => readFileSync(path.join(root, folder, file), 'utf8').match(/^\s*action: .*$/gm) ?? []),
    )
    .flatMap((line) => [...line.matchAll(/'([a-zA-Z]+\.[a-zA-Z]+)'/g)].map(([, action]) => action ?? ''));
}

it('has words for every action that is written down', () => {
  const actions = actionsOfTheSource();
  expect(actions.length).toBeGreaterThan(20);
  expect(actions).toContain('user.create');
  expect(actions.filter((action) => actionText(action) === action)).toEqual([]);
});

it('has words for what is said of an account', () => {
  const changes = ['email', 'name', 'role'].map((field) => ({ field, before: null, after: 'admin' }));
  expect(differencesOf({ action: 'useCase.change', changes }).map(({ label }) => label)).toEqual([
    'Name',
    'E-mail',
    'Role',
  ]);
});

it('names a schedule without its use case, and the use case not at all', () => {
  expect(partName({ objectType: 'schedule', objectName: 'nightly.rollup/every-night' })).toBe('every-night');
  expect(partName({ objectType: 'downstream', objectName: 'orders-db' })).toBe('orders-db');
  expect(partName({ objectType: 'grant', objectName: 'nightly.rollup/grant_1' })).toBe('');
  expect(partName({ objectType: 'useCase', objectName: 'nightly.rollup' })).toBe('');
});

it('leads from the log of everything to the page of what was changed', () => {
  const of = (objectType: string, objectName: string) => subjectOf({ objectType, objectName });
  expect(of('useCase', 'nightly.rollup')).toEqual({ label: 'nightly.rollup', href: '/use-cases/nightly.rollup' });
  expect(of('grant', 'nightly.rollup/grant_1')).toEqual({ label: 'nightly.rollup', href: '/use-cases/nightly.rollup' });
  expect(of('downstream', 'orders-db').href).toBe('/downstreams');
  expect(of('job', 'job_1').href).toBe('/jobs/job_1');
  expect(of('team', 'payments')).toEqual({ label: 'payments', href: null });
});

import { expect, it } from 'vitest';
import { diffPolicies, formatField } from './diff-policies.ts';

it('lists what differs, with units, in the order of the form', () => {
  const before = { handler: 'echo', delayToleranceMs: 5_000, memoryLimitMb: 128, maxAttempts: 5, description: '' };
  const after = {
    handler: 'echo',
    delayToleranceMs: 90_000,
    memoryLimitMb: 256,
    maxAttempts: 5,
    description: 'Receipts',
  };
  expect(diffPolicies(before, after)).toEqual([
    { field: 'description', label: 'Description', before: 'empty', after: 'Receipts' },
    { field: 'delayToleranceMs', label: 'Delay tolerance', before: '5 s', after: '1 min 30 s' },
    { field: 'memoryLimitMb', label: 'Memory limit', before: '128 MiB', after: '256 MiB' },
  ]);
});

it('leaves out what the change does not carry', () => {
  expect(diffPolicies({ name: 'a', handler: 'x' }, { handler: 'x' })).toEqual([]);
});

it('shows what it does not know as it is', () => {
  expect(formatField('scopes', ['a'])).toBe('["a"]');
  expect(formatField('before', null)).toBe('none');
  expect(formatField('diedFrom', 0)).toBe('1970-01-01T00:00:00.000Z');
});

import { expect, it } from 'vitest';
import { diffPolicies } from './diff-policies.ts';
import { formatField } from './format-field.ts';

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
  expect(formatField('scopes', { a: 1 })).toBe('{"a":1}');
  expect(formatField('before', null)).toBe('none');
  expect(formatField('diedFrom', 0)).toBe('1970-01-01T00:00:00.000Z');
});

it('shows limits with their units, and calls none what it is', () => {
  const before = { cpuQuotaMsPerSecond: null, rateLimitPerSecond: 50, downstreams: ['a'], quotaKind: 'reserved' };
  const after = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: null, downstreams: ['a', 'b'], quotaKind: 'reserved' };
  expect(diffPolicies(before, after).map(({ label, before, after }) => [label, before, after])).toEqual([
    ['CPU quota', 'no limit', '200 CPU ms/s'],
    ['Submit rate limit', '50 jobs/s', 'no limit'],
    ['Downstreams', 'a', 'a, b'],
  ]);
  expect(diffPolicies({ downstreams: ['a'] }, { downstreams: ['a'] })).toEqual([]);
});

it('shows what a grant gives', () => {
  expect(formatField('cpuQuota', { factor: 3 })).toBe('×3');
  expect(formatField('rateLimit', { absolute: 60 })).toBe('60 jobs/s');
});

it('shows instants to the second, and what is none as it is', () => {
  expect(formatField('endsAt', '2026-11-21T09:38:54.034Z')).toBe('2026-11-21 09:38:54 UTC');
  expect(formatField('endsAt', 'some day')).toBe('some day');
});

import { expect, it } from 'vitest';
import { describeUsed, inForceMs, prepareGrantUse } from './prepare-grant-use.ts';

const policy = { cpuQuotaMsPerSecond: 200, rateLimitPerSecond: 50, rateLimitBurst: 100, concurrencyLimit: 2 };
const used = { cpuMs: 12_000, submittedCount: 300, jobMs: 90_000, slotMs: 24_000, firstAt: 0, lastAt: 1 };
const grant = {
  ...{ startsAt: 100_000, endsAt: 400_000, endedAt: null, policy, used },
  amounts: { cpuQuota: { factor: 3 }, rateLimit: { factor: 2 }, concurrency: { absolute: 5 } },
  granted: { cpuQuotaMsPerSecond: 600, rateLimitPerSecond: 100, rateLimitBurst: 200, concurrencyLimit: 5 },
};

it('says what was used of what a grant has given so far, limit by limit', () => {
  expect(prepareGrantUse(grant, 160_000)).toEqual([
    { kind: 'cpuQuota', label: 'CPU quota', used: '12 s CPU', given: '24 s CPU', share: 0.5 },
    { kind: 'rateLimit', label: 'Rate limit', used: '300 jobs', given: '3,000 jobs', share: 0.1 },
    { kind: 'concurrency', label: 'Concurrency limit', used: '1 min 30 s of jobs', given: '3 min of jobs', share: 0.5 },
  ]);
});

it('gives nothing before its start, by a limit below the policy, and no more than all', () => {
  expect(prepareGrantUse({ ...grant, used: null }, 50_000)[0]).toMatchObject({ used: '0 ms CPU', share: null });
  const lower = { ...grant, granted: policy };
  expect(prepareGrantUse(lower, 160_000).map(({ share }) => share)).toEqual([null, null, null]);
  expect(prepareGrantUse({ ...grant, used: { ...used, cpuMs: 1e9 } }, 160_000)[0]?.share).toBe(1);
});

it('is in force until its end, or until somebody ended it', () => {
  expect(inForceMs(grant, 90_000)).toBe(0);
  expect(inForceMs(grant, 900_000)).toBe(300_000);
  expect(inForceMs({ ...grant, endedAt: 130_000 }, 900_000)).toBe(30_000);
});

it('says in short what was used', () => {
  expect(describeUsed(used)).toBe('12 s CPU, 300 jobs, 1 min 30 s of jobs');
  expect(describeUsed({ ...used, cpuMs: 0, jobMs: 0, submittedCount: 0 })).toBe('nothing');
  expect(describeUsed(null)).toBe('nothing');
});

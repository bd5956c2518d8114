import { expect, it } from 'vitest';
import { KeyMinting, toRateLimit } from './key-minting.ts';

const form = { name: 'checkout', team: 'payments', days: '90', ratePerSecond: '', rateBurst: '' };
const messageOf = (more: Partial<typeof form>) => {
  const parsed = KeyMinting.safeParse({ ...form, ...more });
  return parsed.success ? null : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

it('takes a key without a limit, with a rate, and with a rate and a burst', () => {
  expect(KeyMinting.parse(form)).toMatchObject({ ratePerSecond: null, rateBurst: null });
  expect(KeyMinting.parse({ ...form, ratePerSecond: '50' })).toMatchObject({ ratePerSecond: 50, rateBurst: null });
  expect(toRateLimit(null, null)).toBeNull();
  expect(toRateLimit(50, null)).toEqual({ perSecond: 50, burst: 50 });
  expect(toRateLimit(50, 200)).toEqual({ perSecond: 50, burst: 200 });
});

it('names the field that is at fault', () => {
  expect(messageOf({ ratePerSecond: '0' })).toEqual(['ratePerSecond: At least 1 job per second']);
  expect(messageOf({ ratePerSecond: 'many' })).toEqual([expect.stringMatching(/^ratePerSecond: /)]);
  expect(messageOf({ ratePerSecond: '1.5' })).toEqual(['ratePerSecond: A whole number of jobs per second']);
  expect(messageOf({ rateBurst: '10' })).toEqual([expect.stringMatching(/^ratePerSecond: A burst is of a rate/)]);
});

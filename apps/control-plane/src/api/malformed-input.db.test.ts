import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let admin: Caller;
beforeAll(async () => {
  plane = await startTestControlPlane();
  admin = await plane.signIn('admin');
});
afterAll(() => plane.stop());

const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>);
const FIELDS = [
  'name',
  'id',
  'team',
  'handler',
  'rangeMs',
  'toAt',
  'cursor',
  'useCase',
  'state',
  'names',
  'sinceAt',
  'label',
  'version',
  'objectName',
  'expiresInDays',
  'delayToleranceMs',
];

/** Text that stores, URLs and patterns trip over. */
const nasty = fc.constantFrom(
  '',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  "'; drop table team; --",
  '%2e%2e',
  '__proto__',
  'x'.repeat(5_000),
  'job_',
  `job_${'f'.repeat(32)}`,
  `h9-${'f'.repeat(8)}-ffff-ffff-ffff-${'f'.repeat(12)}`,
  `q${'f'.repeat(26)}`,
  '9'.repeat(18),
  'waiting',
  'dead',
  'echo',
  'payments',
  'receipts',
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 53, 1e308, 60_000),
);
const value = fc.oneof(
  nasty,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(nasty, { maxLength: 3 }),
  fc.anything({ maxDepth: 2 }),
);
const input = fc.oneof(
  { weight: 5, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 8 }) },
  { weight: 1, arbitrary: value },
);

describe('whatever is sent to', () => {
  test.each(
    procedures.filter(([, { _def }]) => _def.type !== 'subscription').map(([path, { _def }]) => [path, _def.type]),
  )('%s, the answer is never a 5xx', async (path, type) => {
    await fc.assert(
      fc.asyncProperty(input, async (sent) => {
        const answer = type === 'query' ? await admin.query(path, sent) : await admin.mutate(path, sent);
        expect(answer.status, JSON.stringify(answer.error)).toBeLessThan(500);
      }),
      { numRuns: 40 },
    );
  });
});

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appRouter } from '../router.ts';
import { openEventStream } from '../testing/event-stream.ts';
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
  'cron',
  'timeZone',
  'payload',
  'missedRuns',
  'isPaused',
  'delayToleranceMs',
  'target',
  'filter',
  'kind',
  'reason',
  'deadline',
  'deadlineAt',
  'amounts',
  'trafficClass',
  'incidentUrl',
  'startsAt',
  'durationMs',
  'byMs',
  'criticalityFloor',
  'maxPerSecond',
  'url',
  'period',
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
  'sch_00000000000000000000',
  '0 0 30 2 *',
  '*/7 * * * * *',
  'Europe/Berlin',
  'payments',
  'receipts',
  'incident',
  'critical',
  'https://incidents.example.com',
  '2999-01-01T00:00:00Z',
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

const ofType = (wanted: string) => procedures.filter(([, { _def }]) => _def.type === wanted).map(([path]) => path);

function neverFails(send: (sent: unknown) => Promise<{ status: number; error: unknown }>) {
  const property = fc.asyncProperty(input, async (sent) => {
    const { status, error } = await send(sent);
    expect(status, JSON.stringify(error)).toBeLessThan(500);
  });
  return fc.assert(property, { numRuns: 40 });
}

describe('whatever is sent to', () => {
  test.each(ofType('query'))('%s, the answer is never a 5xx', (path) => neverFails((sent) => admin.query(path, sent)));

  test.each(ofType('mutation'))('%s, the answer is never a 5xx', (path) =>
    neverFails((sent) => admin.mutate(path, sent)),
  );

  test.each(ofType('subscription'))('%s, the stream gives a value or says what is wrong', async (procedure) => {
    const property = fc.asyncProperty(input, async (sent) => {
      const request = { url: plane.url, cookie: admin.cookie, procedure, input: sent };
      const { next, close } = await openEventStream(request);
      const first = await next().catch((error: Error) => error.message);
      close();
      expect(['INTERNAL', 'STORE_UNAVAILABLE', 'HTTP 500', 'HTTP 503', undefined]).not.toContain(first);
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

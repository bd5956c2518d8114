import { parseJobId } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, startEngineFixture } from '../testing/engine-fixture.ts';

/** Nothing here runs: what is stored can be read back as it was written. */
const AHEAD = new Date(Date.now() + 3_600_000).toISOString();

/** Any text that JSON can carry and the store can keep: every alphabet, joiners, separators, marks of direction. */
const text = fc.string({ unit: 'binary', maxLength: 40 }).map((any) => any.replaceAll('\u0000', '').toWellFormed());
const peculiar = fc.constantFrom(
  '__proto__',
  'constructor',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\u{10ffff}',
  '\\u0000',
  "'; --",
);
const payload = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(text, peculiar, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, peculiar), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** What a broken or hostile program may send. */
const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('\u0000', '\ud800', 1e308, -1, 0.5, [], {}));
const sound = fc.record(
  { payload, dedupeKey: fc.string({ minLength: 1, maxLength: 20 }), delayToleranceMs: fc.nat(1_000_000) },
  { requiredKeys: ['payload'] },
);
const job = fc.record(
  {
    payload: fc.oneof(payload, anything),
    availableAt: fc.oneof(fc.constantFrom(AHEAD, '1969-12-31T23:59:59Z', '9999-12-31T23:59:59Z', 'now'), anything),
    delayToleranceMs: fc.oneof(fc.integer(), anything),
    dedupeKey: fc.oneof(fc.string({ unit: 'binary', maxLength: 210 }), anything),
    concurrencyKey: fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), anything),
    dedupeWindowMs: fc.oneof(fc.integer(), anything),
    unknown: anything,
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.record({
    jobs: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.array(fc.oneof({ weight: 4, arbitrary: sound }, { weight: 1, arbitrary: job }), { maxLength: 4 }),
      },
      { weight: 1, arbitrary: anything },
    ),
  }),
  anything,
);
const mangled = fc
  .tuple(body, fc.nat(300), fc.nat(300), fc.string({ maxLength: 3 }))
  .map(([value, from, cut, more]) => {
    const json = JSON.stringify(value) ?? '';
    return json.slice(0, from) + more + json.slice(from + cut);
  });
const header = fc.oneof(
  fc.uuid(),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
    maxLength: 300,
  }),
);

describe('whatever a program submits', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture([{ name: 'plain' }]);
  });
  afterAll(() => fixture.stop());

  it('is stored as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(payload, { minLength: 1, maxLength: 20 }), async (payloads) => {
        const ids = await fixture.submit(
          'plain',
          payloads.map((value) => ({ payload: value, availableAt: AHEAD })),
        );
        const { rows } = await fixture.database.pool.query<{ id: string; payload: string }>(
          'select id, payload from delayed_job where id = any($1)',
          [ids.map(parseJobId)],
        );
        const stored = new Map(rows.map((row) => [row.id, row.payload]));
        expect(ids.map((id) => stored.get(parseJobId(id) ?? ''))).toEqual(
          payloads.map((value) => JSON.stringify(value)),
        );
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('is stored or refused with a reason, never an error of ours', async () => {
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          body.map((value) => JSON.stringify(value) ?? ''),
          mangled,
        ),
        fc.option(header),
        async (sent, key) => {
          const answer = await fixture.post('plain', sent, key === null ? {} : { 'idempotency-key': key });
          statuses.add(answer.status);
          expect(answer.status).toBeLessThan(500);
          if (answer.status === 201) return;
          expect(answer.type).toBe('application/problem+json');
          expect(answer.body).toMatchObject({
            status: answer.status,
            code: expect.any(String),
            detail: expect.any(String),
          });
          expect(JSON.stringify(answer.body)).not.toMatch(/select |insert into|node_modules|\.ts:\d/);
        },
      ),
      { numRuns: 600 },
    );
    // Two requests may have drawn the same short key: the second is refused with 422.
    expect([...statuses].filter((status) => status !== 422).toSorted()).toEqual([201, 400]);
  }, 60_000);
});

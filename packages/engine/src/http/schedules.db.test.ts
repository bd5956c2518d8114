import type { ScheduleAnswer } from '@leeway/domain/schedule-answer';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';
import { createRunNotes } from '../testing/run-notes.ts';

const NIGHTLY = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', payload: { secret: 'canary' } };
const ALL = '/v1/use-cases/receipts/schedules';
const ONE = `${ALL}/nightly`;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ScheduleAnswer & {
    readonly code?: string;
    readonly errors?: { field: string }[];
    readonly schedules?: ScheduleAnswer[];
    readonly fires?: string[];
    readonly job?: { id: string };
  };
}

describe('schedules of programs', () => {
  const notes = createRunNotes();
  let tier: EngineFixture;
  let keys: { readonly own: string; readonly stranger: string };

  beforeAll(async () => {
    tier = await startEngineFixture([
      { name: 'receipts', handler: 'record-run', team: 'payments' },
      { name: 'letters', team: 'growth' },
    ]);
    keys = { own: await seedKey(tier.database, 'payments'), stranger: await seedKey(tier.database, 'growth') };
    const isKnown = async (key: string) =>
      (await fetch(`${tier.engine.url}${ALL}`, { headers: { authorization: `Bearer ${key}` } })).status !== 401;
    await vi.waitFor(
      async () => expect([await isKnown(keys.own), await isKnown(keys.stranger)]).toEqual([true, true]),
      10_000,
    );
  });
  afterEach(async () => {
    await tier.database.pool.query('delete from schedule');
  });
  afterAll(async () => {
    await tier.stop();
    notes.remove();
  });

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Answer> => {
    const hasBody = body !== undefined;
    const answer = await fetch(tier.engine.url + path, {
      method,
      headers: {
        authorization: `Bearer ${keys.own}`,
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
        ...more,
      },
      ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
  };
  const asStranger = { authorization: '' };
  const entries = async () =>
    (
      await tier.database.pool.query(
        `select action, actor_id, actor_name, object_type, object_name, team_id, before, after, reason from audit_entry order by seq`,
      )
    ).rows;
  const entryCount = async () => (await entries()).length;

  it('are made, found, changed, put to rest, woken and deleted, each with its entry in the log', async () => {
    const made = await call('PUT', ONE, { ...NIGHTLY, reason: 'books close at night' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ name: 'nightly', useCase: 'receipts', ...NIGHTLY, delayToleranceMs: null, missedRuns: 'runOnce' },
      ...{ isPaused: false, version: 1, lastFireAt: null, fireCount: 0 },
      id: expect.stringMatching(/^sch_[0-9a-z]{20}$/),
    });
    expect(made.body.nextFireAt).toMatch(/T0[01]:30:00\.000Z$/);
    expect((await call('GET', ONE)).body).toEqual(made.body);
    expect((await call('GET', ALL)).body).toEqual({ schedules: [made.body] });

    const changed = await call('PUT', ONE, { ...NIGHTLY, cron: ' 0  5 * * * ', version: 1 });
    expect([changed.status, changed.body.version, changed.body.cron]).toEqual([200, 2, '0 5 * * *']);
    const paused = await call('POST', `${ONE}/pause`, { reason: 'month end' });
    expect(paused.body).toMatchObject({ isPaused: true, nextFireAt: null });
    const still = await call('PUT', ONE, { ...NIGHTLY, cron: '0 6 * * *' });
    expect(still.body).toMatchObject({ isPaused: true, nextFireAt: null, version: 3 });
    const resumed = await call('POST', `${ONE}/resume`);
    expect(resumed.body.nextFireAt).toMatch(/T0[45]:00:00\.000Z$/);
    expect((await call('DELETE', ONE, { reason: 'not needed' })).body).toMatchObject({ id: made.body.id });
    expect((await call('GET', ONE)).status).toBe(404);

    const log = await entries();
    expect(log.map(({ action }) => action)).toEqual(
      ['create', 'change', 'pause', 'change', 'resume', 'delete'].map((verb) => `schedule.${verb}`),
    );
    for (const entry of log)
      expect(entry).toMatchObject({
        actor_id: expect.stringMatching(/^key_/),
        actor_name: 'API key test',
        ...{ object_type: 'schedule', object_name: 'receipts/nightly', team_id: 'team_payments' },
      });
    expect(log[0]).toMatchObject({ before: null, after: { name: 'nightly' }, reason: 'books close at night' });
    expect(log.at(-1)).toMatchObject({ before: { cron: '0 6 * * *' }, after: null, reason: 'not needed' });
    expect(JSON.stringify(log)).not.toContain('canary');
  });

  it('say whose their jobs are: told to their owner, kept out of the log, and another key is a change', async () => {
    const keyed = { ...NIGHTLY, concurrencyKey: 'canary-17' };
    expect((await call('PUT', ONE, keyed)).body).toMatchObject({ concurrencyKey: 'canary-17', version: 1 });
    expect((await call('PUT', ONE, keyed)).body).toMatchObject({ version: 1 });
    const other = await call('PUT', ONE, { ...keyed, concurrencyKey: 'canary-18' });
    expect(other.body).toMatchObject({ concurrencyKey: 'canary-18', version: 2 });
    const run = await call('POST', `${ONE}/run`);
    expect(run.status).toBe(201);
    await expect
      .poll(async () => (await call('GET', `/v1/jobs/${run.body.job?.id}`)).body, { timeout: 10_000 })
      .toMatchObject({ concurrencyKey: 'canary-18' });
    expect((await call('PUT', ONE, NIGHTLY)).body).toMatchObject({ concurrencyKey: null, version: 3 });
    const [, change, removal] = (await entries()).slice(-3);
    expect(change.before.concurrencyKey).toMatch(/^digest [0-9a-f]{8}$/);
    expect(change.after.concurrencyKey).not.toBe(change.before.concurrencyKey);
    expect(removal.after.concurrencyKey).toBeNull();
    expect(JSON.stringify(await entries())).not.toContain('canary');
  });

  it('the same again changes nothing and is not written down', async () => {
    const made = await call('PUT', ONE, NIGHTLY);
    const before = await entryCount();
    const again = await call('PUT', ONE, NIGHTLY);
    expect([again.status, again.body]).toEqual([200, made.body]);
    expect((await call('POST', `${ONE}/resume`)).body).toEqual(made.body);
    expect(await entryCount()).toBe(before);
  });

  it('many at once make one, and of many changes to one version one is carried out', async () => {
    const before = await entryCount();
    const made = await Promise.all(Array.from({ length: 8 }, () => call('PUT', ONE, NIGHTLY)));
    expect(made.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    const changes = await Promise.all(
      Array.from({ length: 6 }, (_, hour) => call('PUT', ONE, { ...NIGHTLY, cron: `0 ${hour} * * *`, version: 1 })),
    );
    expect(changes.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await call('PUT', ONE, { ...NIGHTLY, version: 0 })).body).toMatchObject({
      code: 'CONFLICT',
      errors: [{ field: 'version' }],
    });
    expect(await entryCount()).toBe(before + 2);
  });

  it.each([
    ['no expression', { ...NIGHTLY, cron: undefined }, 'cron'],
    ['an expression that names no day', { ...NIGHTLY, cron: '0 0 30 2 *' }, 'cron'],
    ['no zone', { ...NIGHTLY, timeZone: undefined }, 'timeZone'],
    ['an unknown zone', { ...NIGHTLY, timeZone: 'Nowhere' }, 'timeZone'],
    ['no payload', { ...NIGHTLY, payload: undefined }, 'payload'],
    ['a payload over its limit', { ...NIGHTLY, payload: 'x'.repeat(262_144) }, 'payload'],
    ['a payload that cannot be stored', `{"cron":"* * * * *","timeZone":"UTC","payload":"\\u0000"}`, 'payload'],
    ['an unknown rule for missed runs', { ...NIGHTLY, missedRuns: 'maybe' }, 'missedRuns'],
    ['a negative tolerance', { ...NIGHTLY, delayToleranceMs: -1 }, 'delayToleranceMs'],
    ['an empty key', { ...NIGHTLY, concurrencyKey: '' }, 'concurrencyKey'],
    ['a key with a line break', { ...NIGHTLY, concurrencyKey: 'a\nb' }, 'concurrencyKey'],
    ['a key that is too long', { ...NIGHTLY, concurrencyKey: 'x'.repeat(101) }, 'concurrencyKey'],
    ['a field that is not there', { ...NIGHTLY, isPaused: true }, 'isPaused'],
  ])('%s is refused, naming the field, and nothing is kept', async (_what, body, field) => {
    const before = await entryCount();
    const refused = await call('PUT', ONE, body);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(refused.body.errors?.map((fault) => fault.field)).toEqual([field]);
    expect((await call('GET', ONE)).status).toBe(404);
    expect(await entryCount()).toBe(before);
  });

  it('a bad name, an unknown schedule and a limit are said in so many words', async () => {
    expect((await call('PUT', `${ALL}/Not%20this`, NIGHTLY)).body.errors).toMatchObject([{ field: 'schedule' }]);
    for (const [method, path] of [
      ['GET', ONE],
      ['DELETE', ONE],
      ['POST', `${ONE}/pause`],
      ['POST', `${ONE}/run`],
    ] as const)
      expect((await call(method, path)).body).toMatchObject({ code: 'NOT_FOUND', errors: [{ field: 'schedule' }] });
    await tier.database.pool.query(
      `insert into schedule (id, use_case_id, name, cron, time_zone, payload, missed_runs)
       select 'sch_' || n, 'uc_receipts', 'other-' || n, '0 0 * * *', 'UTC', 'null', 'skip' from generate_series(1, 99) as n`,
    );
    const made = await Promise.all(Array.from({ length: 4 }, (_, n) => call('PUT', `${ALL}/new-${n}`, NIGHTLY)));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it('belong to the team of the key: for another they are not there, without a key nothing is', async () => {
    await call('PUT', ONE, NIGHTLY);
    const before = await entryCount();
    const requests = [
      ['GET', ALL],
      ['GET', ONE],
      ['PUT', ONE, { ...NIGHTLY, cron: '* * * * *' }],
      ['DELETE', ONE],
      ['POST', `${ONE}/pause`],
      ['POST', `${ONE}/resume`],
      ['POST', `${ONE}/run`],
      ['POST', `${ALL}/preview`, { cron: '* * * * *', timeZone: 'UTC' }],
    ] as const;
    for (const [method, path, body] of requests) {
      const strange = await call(method, path, body, { authorization: `Bearer ${keys.stranger}` });
      expect([method, path, strange.status]).toEqual([method, path, 404]);
      expect(JSON.stringify(strange.body)).not.toContain('canary');
      expect((await call(method, path, body, asStranger)).status).toBe(401);
    }
    expect(await entryCount()).toBe(before);
    expect((await call('GET', ONE)).body).toMatchObject({ ...NIGHTLY, isPaused: false });
  });

  it('run now, also at rest, once per key; and by themselves at their instants', async () => {
    const payload = { file: notes.file };
    await call('PUT', ONE, { ...NIGHTLY, payload });
    await call('POST', `${ONE}/pause`);
    const again = { 'idempotency-key': 'run-1' };
    const first = await call('POST', `${ONE}/run`, undefined, again);
    expect(first.status).toBe(201);
    const repeated = await call('POST', `${ONE}/run`, {}, again);
    expect([repeated.body, repeated.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
    const id = String(first.body.job?.id);
    await expect.poll(() => notes.startsOf(id), { timeout: 10_000 }).toBe(1);

    await call('PUT', `${ALL}/each-second`, { cron: '* * * * * *', timeZone: 'UTC', payload });
    await expect.poll(() => notes.read().length, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
    expect((await call('GET', `${ALL}/each-second`)).body.fireCount).toBeGreaterThanOrEqual(2);
  });

  it('show their next five instants before they are made', async () => {
    const { status, body } = await call('POST', `${ALL}/preview`, {
      cron: '0 9 * * MON',
      timeZone: 'America/New_York',
    });
    expect(status).toBe(200);
    expect(body.fires).toHaveLength(5);
    for (const at of body.fires ?? []) expect(at).toMatch(/T1[34]:00:00\.000Z$/);
    const wrong = await call('POST', `${ALL}/preview`, { cron: 'x', timeZone: '' });
    expect(wrong.body.errors?.map(({ field }) => field)).toEqual(['cron', 'timeZone']);
  });

  it('nothing is changed where the log cannot be written', async () => {
    await call('PUT', ONE, NIGHTLY);
    await tier.database.pool.query(`
      create function refuse_entry() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger refuse_entry before insert on audit_entry for each row execute function refuse_entry()`);
    try {
      for (const [method, path, body] of [
        ['PUT', ONE, { ...NIGHTLY, cron: '0 1 * * *' }],
        ['PUT', `${ALL}/another`, NIGHTLY],
        ['POST', `${ONE}/pause`, {}],
        ['DELETE', ONE, {}],
      ] as const)
        expect((await call(method, path, body)).status).toBe(500);
    } finally {
      await tier.database.pool.query('drop trigger refuse_entry on audit_entry; drop function refuse_entry()');
    }
    expect((await call('GET', ALL)).body.schedules).toMatchObject([{ ...NIGHTLY, isPaused: false, version: 1 }]);
  });
});

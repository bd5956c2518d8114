import { LIMITS } from '@leeway/domain/limits';
import type { ScheduleFireView, SchedulePreview, ScheduleView } from '@leeway/domain/views';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditRows } from '../testing/audit-rows.ts';
import {
  type Answer,
  type Caller,
  startTestControlPlane,
  type TestControlPlane,
} from '../testing/test-control-plane.ts';

let plane: TestControlPlane;
let engineer: Caller;
let admin: Caller;
let stranger: Caller;
let viewer: Caller;

beforeAll(async () => {
  plane = await startTestControlPlane();
  engineer = await plane.signIn('engineer');
  admin = await plane.signIn('admin');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
  const registration = { name: 'receipts', team: 'payments', handler: 'echo', delayToleranceMs: 60_000 };
  expect((await engineer.mutate('useCase.register', registration)).error).toBeNull();
});
beforeEach(() => plane.database.pool.query('delete from schedule'));
afterAll(() => plane.stop());

const creation = {
  useCase: 'receipts',
  name: 'nightly',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  payload: '{"secret":"canary"}',
  concurrencyKey: 'canary-17',
  delayToleranceMs: null,
  missedRuns: 'runOnce',
};

const create = async (more: object = {}): Promise<ScheduleView> => {
  const { data, error } = await engineer.mutate('schedule.create', { ...creation, ...more });
  expect(error).toBeNull();
  return data as ScheduleView;
};
const changeOf = (schedule: ScheduleView) => {
  const { id, version, name, cron, timeZone, payload, delayToleranceMs, missedRuns, concurrencyKey } = schedule;
  return { id, version, name, cron, timeZone, payload, delayToleranceMs, missedRuns, concurrencyKey };
};
const list = async (caller: Caller) =>
  (await caller.query('schedule.list', { useCase: 'receipts' })).data as ScheduleView[];
const auditCount = async () => (await auditRows(plane.database.pool)).length;

/** Nothing may have been written, neither the thing nor its audit entry. */
async function expectRefused(call: () => Promise<Answer>, code: string, field?: string): Promise<void> {
  const before = [await auditCount(), await list(admin)];
  const { data, error } = await call();
  expect({ data, code: error?.code }).toEqual({ data: undefined, code });
  if (field !== undefined) expect(error?.fields.map((fault) => fault.field)).toContain(field);
  expect([await auditCount(), await list(admin)]).toEqual(before);
}

describe('a schedule', () => {
  test('is created with its next instant, and with an entry in the log that keeps the payload to itself', async () => {
    const schedule = await create({ reason: 'books close at night', cron: ' 30  2 * * * ' });
    const { useCase: _useCase, ...policy } = creation;
    expect(schedule).toMatchObject({ ...policy, isPaused: false, version: 1, lastFireAt: null, fireCount: 0 });
    const preview = (await engineer.query('schedule.preview', { cron: '30 2 * * *', timeZone: 'Europe/Berlin' }))
      .data as SchedulePreview;
    expect(schedule.nextFireAt).toBe(preview.fires[0]);
    const entry = (await auditRows(plane.database.pool)).at(-1);
    expect(entry).toMatchObject({
      actor_name: 'Eve',
      action: 'schedule.create',
      object_name: 'receipts/nightly',
      team_id: 'team_payments',
      before: null,
      after: { cron: '30 2 * * *', timeZone: 'Europe/Berlin', missedRuns: 'runOnce', isPaused: false },
      reason: 'books close at night',
    });
    expect(JSON.stringify(entry)).not.toContain('canary');
  });

  test('shows its payload to who may change it, and to nobody else', async () => {
    const { id } = await create();
    expect((await list(engineer))[0]?.payload).toBe(creation.payload);
    expect((await list(admin))[0]).toMatchObject({ payload: creation.payload, concurrencyKey: 'canary-17' });
    for (const caller of [stranger, viewer]) {
      expect(await list(caller)).toMatchObject([{ id, name: 'nightly', payload: null, concurrencyKey: null }]);
      expect(JSON.stringify(await caller.query('schedule.fires', { id }))).not.toContain('canary');
    }
  });

  test('needs the right to its use case, whichever way it is named', async () => {
    const schedule = await create();
    const { id } = schedule;
    for (const caller of [stranger, viewer]) {
      await expectRefused(() => caller.mutate('schedule.create', { ...creation, name: 'other' }), 'FORBIDDEN');
      await expectRefused(() => caller.mutate('schedule.change', changeOf(schedule)), 'FORBIDDEN');
      await expectRefused(() => caller.mutate('schedule.pause', { id, isPaused: true }), 'FORBIDDEN');
      await expectRefused(() => caller.mutate('schedule.delete', { id }), 'FORBIDDEN');
    }
    const nobody = plane.as('');
    await expectRefused(() => nobody.mutate('schedule.delete', { id }), 'UNAUTHENTICATED');
    expect((await nobody.query('schedule.list', { useCase: 'receipts' })).error?.code).toBe('UNAUTHENTICATED');
  });

  test('is refused with the name of each field at fault', async () => {
    await create();
    const attempt = (more: object) => () => engineer.mutate('schedule.create', { ...creation, name: 'other', ...more });
    await expectRefused(attempt({ name: 'nightly' }), 'INVALID_INPUT', 'name');
    await expectRefused(attempt({ name: 'Not A Name' }), 'INVALID_INPUT', 'name');
    await expectRefused(attempt({ cron: '0 24 * * *' }), 'INVALID_INPUT', 'cron');
    await expectRefused(attempt({ cron: '0 0 30 2 *' }), 'INVALID_INPUT', 'cron');
    await expectRefused(attempt({ timeZone: 'Europe/Atlantis' }), 'INVALID_INPUT', 'timeZone');
    await expectRefused(attempt({ payload: '{' }), 'INVALID_INPUT', 'payload');
    await expectRefused(attempt({ delayToleranceMs: -1 }), 'INVALID_INPUT', 'delayToleranceMs');
    await expectRefused(attempt({ missedRuns: 'maybe' }), 'INVALID_INPUT', 'missedRuns');
    await expectRefused(attempt({ concurrencyKey: '' }), 'INVALID_INPUT', 'concurrencyKey');
    await expectRefused(attempt({ concurrencyKey: 'a\tb' }), 'INVALID_INPUT', 'concurrencyKey');
    await expectRefused(attempt({ nextFireAt: 1 }), 'INVALID_INPUT');
    await expectRefused(attempt({ useCase: 'nowhere' }), 'NOT_FOUND');
    await expectRefused(() => engineer.mutate('schedule.delete', { id: 'sch_00000000000000000000' }), 'NOT_FOUND');
  });

  test('can be had a hundred times by a use case, not more, also where many come at once', async () => {
    await plane.database.pool.query(
      `insert into schedule (id, use_case_id, name, cron, time_zone, payload, missed_runs)
       select 'sch_filler' || n, id, 'filler-' || n, '0 0 * * *', 'UTC', 'null', 'skip'
       from use_case, generate_series(3, $1::int) n where name = 'receipts'`,
      [LIMITS.schedulesPerUseCase],
    );
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, no) => engineer.mutate('schedule.create', { ...creation, name: `late-${no}` })),
    );
    expect(answers.filter(({ error }) => error === null).length).toBe(2);
    expect(answers.filter(({ error }) => error?.code === 'CONFLICT').length).toBe(4);
    expect((await list(admin)).length).toBe(LIMITS.schedulesPerUseCase);
  });

  test('is changed with before, after and reason, and fires next by the new expression', async () => {
    const schedule = await create();
    const change = {
      ...changeOf(schedule),
      cron: '0 12 * * *',
      payload: '{"secret":"other canary"}',
      reason: 'at noon',
    };
    const { data } = await admin.mutate('schedule.change', change);
    expect(data).toMatchObject({ cron: '0 12 * * *', version: 2 });
    expect(new Date((data as ScheduleView).nextFireAt ?? 0).toISOString()).toMatch(/T1[01]:00:00\.000Z$/);
    const entry = (await auditRows(plane.database.pool)).at(-1);
    expect(entry).toMatchObject({
      action: 'schedule.change',
      before: { cron: '30 2 * * *' },
      after: { cron: '0 12 * * *' },
      reason: 'at noon',
    });
    expect(JSON.stringify(entry)).not.toContain('canary');
    const log = (await viewer.query('audit.list', { useCase: 'receipts' })).data as { rows: { changes: object[] }[] };
    expect(log.rows[0]?.changes.map((each) => (each as { field: string }).field)).toEqual(['cron', 'payload']);
  });

  test('keeps its next instant where only its payload changes, and is not fired twice for an instant that was fired ahead', async () => {
    const schedule = await create({ cron: '* * * * *' });
    const firedAt = Math.ceil(Date.now() / 60_000) * 60_000;
    await plane.database.pool.query(
      'update schedule set last_fire_at = $1::bigint, next_fire_at = $1::bigint + 60000',
      [firedAt],
    );
    const renamed = await admin.mutate('schedule.change', { ...changeOf(schedule), payload: '1' });
    expect(renamed.data).toMatchObject({ nextFireAt: firedAt + 60_000 });
    const moved = await admin.mutate('schedule.change', {
      ...changeOf(renamed.data as ScheduleView),
      cron: '*/1 * * * *',
    });
    expect(moved.data).toMatchObject({ nextFireAt: firedAt + 60_000 });
    await engineer.mutate('schedule.pause', { id: schedule.id, isPaused: true });
    const resumed = await engineer.mutate('schedule.pause', { id: schedule.id, isPaused: false });
    expect(resumed.data).toMatchObject({ nextFireAt: firedAt + 60_000 });
  });

  test('cannot be changed on top of a change that was not seen', async () => {
    const schedule = await create();
    const before = await auditCount();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, minute) =>
        (minute % 2 === 0 ? engineer : admin).mutate('schedule.change', {
          ...changeOf(schedule),
          cron: `${minute} 3 * * *`,
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await auditCount()).toBe(before + 1);
    await expectRefused(() => admin.mutate('schedule.change', changeOf(schedule)), 'CONFLICT');
  });

  test('is paused, stays so while it is changed, and goes on with the next instant', async () => {
    const { id, ...schedule } = await create();
    const paused = (await engineer.mutate('schedule.pause', { id, isPaused: true, reason: 'month end' })).data;
    expect(paused).toMatchObject({ isPaused: true, nextFireAt: null });
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      action: 'schedule.pause',
      before: { isPaused: false },
      after: { isPaused: true },
      reason: 'month end',
    });
    await expectRefused(() => admin.mutate('schedule.pause', { id, isPaused: true }), 'CONFLICT');
    const changed = await engineer.mutate('schedule.change', { ...changeOf({ id, ...schedule }), cron: '0 5 * * *' });
    expect(changed.data).toMatchObject({ isPaused: true, nextFireAt: null });
    const resumed = (await engineer.mutate('schedule.pause', { id, isPaused: false })).data as ScheduleView;
    expect(resumed.isPaused).toBe(false);
    expect(new Date(resumed.nextFireAt ?? 0).toISOString()).toMatch(/T0[34]:00:00\.000Z$/);
    await expectRefused(() => admin.mutate('schedule.pause', { id, isPaused: false }), 'CONFLICT');
  });

  test('is paused and changed while an engine fires it all the time', async () => {
    const schedule = await create({ cron: '* * * * * *' });
    let isOver = false;
    const firing = (async () => {
      while (!isOver)
        await plane.database.pool.query(
          `update schedule set last_fire_at = now_ms(), next_fire_at = now_ms() + 1000
           where next_fire_at is not null and not is_paused`,
        );
    })();
    for (let round = 0; round < 5; round++) {
      for (const isPaused of [true, false]) {
        const answer = await engineer.mutate('schedule.pause', { id: schedule.id, isPaused });
        expect([null, 'CONFLICT']).toContain(answer.error?.code ?? null);
      }
      const [found] = await list(engineer);
      expect(found?.nextFireAt === null).toBe(found?.isPaused);
    }
    isOver = true;
    await firing;
  });

  test('is deleted with its fires, and its jobs are left alone', async () => {
    const { id } = await create();
    await plane.database.pool.query(
      `insert into schedule_fire (schedule_id, no, fire_at, decided_at, job_id, instant_count)
       values ($1, 1, 1000, 1001, '00010000-0700-0000-0000-000000000001', 1), ($1, 2, 2000, 2002, null, 3)`,
      [id],
    );
    expect((await viewer.query('schedule.fires', { id })).data as ScheduleFireView[]).toEqual([
      { no: 2, fireAt: 2_000, decidedAt: 2_002, jobId: null, instantCount: 3 },
      { no: 1, fireAt: 1_000, decidedAt: 1_001, jobId: 'job_00010000070000000000000000000001', instantCount: 1 },
    ]);
    expect((await engineer.mutate('schedule.delete', { id, reason: 'not needed' })).data).toEqual({ id });
    expect(await list(engineer)).toEqual([]);
    expect((await viewer.query('schedule.fires', { id })).error?.code).toBe('NOT_FOUND');
    expect((await auditRows(plane.database.pool)).at(-1)).toMatchObject({
      action: 'schedule.delete',
      before: { name: 'nightly' },
      after: null,
      reason: 'not needed',
    });
  });
});

describe('a preview', () => {
  test('shows the next five instants, by the clocks of the zone', async () => {
    const { data } = await viewer.query('schedule.preview', { cron: '0 9 * * MON', timeZone: 'America/New_York' });
    const { asOf, fires } = data as SchedulePreview;
    expect(Math.abs(asOf - Date.now())).toBeLessThan(60_000);
    const shown = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(fires.map((at) => shown.format(at))).toEqual(new Array(5).fill('Mon 09:00'));
    expect(fires[0]).toBeGreaterThan(asOf);
  });

  test('says which field is wrong', async () => {
    const fault = async (cron: string, timeZone: string) => {
      const { error } = await viewer.query('schedule.preview', { cron, timeZone });
      return error?.fields.map(({ field }) => field);
    };
    expect(await fault('0 0 30 2 *', 'UTC')).toEqual(['cron']);
    expect(await fault('0 0 * * *', 'Nowhere')).toEqual(['timeZone']);
    expect(await fault('x', '')).toEqual(['cron', 'timeZone']);
  });
});

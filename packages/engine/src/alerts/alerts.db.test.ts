import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeTurn } from '../alarms/take-turn.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { systemRandomBytes } from '../runtime/random.ts';
import { seedUseCase } from '../testing/engine-fixture.ts';
import { createAlertDeliveries } from './alert-deliveries.ts';
import { createAlertRules } from './alert-rules.ts';
import { guardedPost } from './guarded-post.ts';

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('alerts', () => {
  let database: TestDatabase;
  let server: Server;
  let address: string;
  let status = 500;
  const calls: Call[] = [];
  const secret = `whsec_${Buffer.from('secret of the test').toString('base64')}`;
  const log = createLog('test', 'silent');

  beforeAll(async () => {
    database = await createTestDatabase();
    await seedUseCase(database, { name: 'receipts' });
    await seedUseCase(database, { name: 'theirs', team: 'search' });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        calls.push({ headers: request.headers, body });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    await query(
      `insert into alert_webhook (id, team_id, name, url, secret) values
         ('hook_all', null, 'all', $1, $2), ('hook_search', 'team_search', 'search', $1, $2)`,
      [`http://${address}/hook`, secret],
    );
  });
  afterAll(async () => {
    server.close();
    await database.drop();
  });

  const query = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows;
  const engine = () => ({
    rules: createAlertRules({
      pool: database.pool,
      clock: systemClock,
      log,
      randomBytes: systemRandomBytes,
      takeTurn: async () => (await takeTurn(database.pool, 'alertRules', 0))?.now ?? null,
    }),
    deliveries: createAlertDeliveries({
      pool: database.pool,
      clock: systemClock,
      log,
      now: Date.now,
      random: () => 0,
      post: guardedPost,
      allowedHosts: new Set([address]),
    }),
  });
  const die = (count: number) =>
    query(
      `insert into usage_delta (use_case_no, at, dead_count, submitted_count)
       select no, now_ms(), $1, $1 from use_case where name = 'receipts'`,
      [count],
    );
  const alerts = () => query('select rule, subject, ended_at, message from alert order by started_at');

  it('begin once, however often and by however many it is looked, and end when the rule does not hold', async () => {
    await die(3);
    const [one, two] = [engine(), engine()];
    await Promise.all([one.rules.runOnce(), two.rules.runOnce()]);
    await one.rules.runOnce();
    expect(await alerts()).toMatchObject([{ rule: 'deadJobs', subject: 'receipts', ended_at: null }]);
    await die(4);
    await two.rules.runOnce();
    expect((await alerts())[0]?.message).toMatch(/^7 of its jobs died/);
    await query('update usage_delta set at = at - 3600000');
    await query('update usage_bucket set at = at - 3600000');
    await one.rules.runOnce();
    expect(await alerts()).toMatchObject([{ rule: 'deadJobs', ended_at: expect.anything() }]);
    await die(1);
    await one.rules.runOnce();
    expect((await alerts()).map(({ ended_at }) => ended_at === null)).toEqual([false, true]);
  });

  it('are told once to whoever is to hear of them, signed, and again until the answer is 2xx', async () => {
    const { deliveries } = engine();
    const due = () =>
      query('select event, attempt, delivered_at, last_error from alert_delivery order by created_at, event');
    expect((await due()).map(({ event }) => event)).toEqual(['raised', 'ended', 'raised']);
    expect(await deliveries.runOnce()).toBe(3);
    expect(await due()).toMatchObject([
      { attempt: 1, delivered_at: null, last_error: 'It answered with status 500' },
      { attempt: 1 },
      { attempt: 1 },
    ]);
    status = 204;
    expect(await deliveries.runOnce()).toBe(3);
    expect((await due()).every(({ delivered_at }) => delivered_at !== null)).toBe(true);
    expect(await deliveries.runOnce()).toBe(0);
    expect(calls.length).toBe(6);
    const { headers, body } = calls[5] as Call;
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update(signed)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(JSON.parse(body)).toMatchObject({ data: { rule: 'deadJobs', subject: 'receipts' } });
    // A repeat of a call is the same message to whoever reads its id.
    expect(new Set(calls.map((call) => call.headers['webhook-id'])).size).toBe(3);
  });

  it('to an address inside the network are not delivered, and say why', async () => {
    const { rules } = engine();
    await query('update usage_delta set at = at - 3600000');
    await rules.runOnce();
    const guarded = createAlertDeliveries({
      pool: database.pool,
      clock: systemClock,
      log,
      now: Date.now,
      random: () => 0,
      post: guardedPost,
      allowedHosts: new Set(),
    });
    const before = calls.length;
    expect(await guarded.runOnce()).toBe(1);
    expect(calls.length).toBe(before);
    const [last] = await query('select last_error from alert_delivery where delivered_at is null');
    expect(last?.last_error).toMatch(/^Only https is called/);
  });

  it('does not call those stuck whom an incident mode keeps back, and does again when it is over', async () => {
    await query(
      `insert into usage_delta (use_case_no, at, submitted_count) select no, now_ms(), 500 from use_case where name = 'theirs'`,
    );
    const raised = async () => {
      await engine().rules.runOnce();
      const open = await query(`select subject from alert where rule = 'backlogWontDrain' and ended_at is null`);
      return open.map(({ subject }) => subject);
    };
    await query(`insert into incident_mode (id, criticality_floor, reason, ends_at, started_by)
      values ('im_1', 'high', '', now() + interval '1 hour', '')`);
    expect(await raised()).not.toContain('theirs');
    await query(`update incident_mode set criticality_floor = 'normal'`);
    expect(await raised()).toContain('theirs');
    await query(`update incident_mode set criticality_floor = 'critical'`);
    expect(await raised()).not.toContain('theirs');
    await query('update incident_mode set ended_at = now()');
    expect(await raised()).toContain('theirs');
  });

  it('call nobody stalled whose job has just come or become due, and do when it has waited too long', async () => {
    await seedUseCase(database, { name: 'rare' });
    await query(`update use_case set delay_tolerance_ms = 60000 where name = 'rare'`);
    const no = `(select no from use_case where name = 'rare')`;
    const stalled = async () => {
      await engine().rules.runOnce();
      const open = await query(`select subject from alert where rule = 'stalledUseCase' and ended_at is null`);
      return open.map(({ subject }) => subject);
    };
    const wait = (ms: number) =>
      query(
        `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings, head_available_at)
         values (${no}, 'engine_1', now_ms(), 'turn', '[]', now_ms() - $1::integer)
         on conflict (use_case_no, engine_id) do update
           set seen_at = excluded.seen_at, head_available_at = excluded.head_available_at`,
        [ms],
      );
    await query(
      `insert into usage_delta (use_case_no, at, submitted_count, delayed_in_count) values (${no}, now_ms() - 3600000, 1, 1)`,
    );
    expect(await stalled()).not.toContain('rare');
    await query(`insert into usage_delta (use_case_no, at, delayed_out_count) values (${no}, now_ms(), 1)`);
    expect(await stalled()).not.toContain('rare');
    await wait(1_000);
    expect(await stalled()).not.toContain('rare');
    await query(`update usage_delta set at = at - 1200000 where use_case_no = ${no}`);
    expect(await stalled()).not.toContain('rare');
    await wait(601_000);
    expect(await stalled()).toContain('rare');
    await query(`insert into usage_delta (use_case_no, at, done_count) values (${no}, now_ms(), 1)`);
    expect(await stalled()).not.toContain('rare');
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EngineFixture, seedKey, startEngineFixture } from '../testing/engine-fixture.ts';

const JOBS = '/v1/use-cases/plain/jobs';

describe('the door for programs', () => {
  let fixture: EngineFixture;
  beforeAll(async () => {
    fixture = await startEngineFixture([{ name: 'plain' }, { name: 'other', team: 'growth' }]);
  });
  afterAll(() => fixture.stop());

  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${fixture.key}`, 'content-type': 'application/json', ...init.headers };
    const answer = await fetch(fixture.engine.url + path, { ...init, headers });
    const body = (await answer.json()) as { status: number; detail: string; errors?: { field: string }[] };
    return { status: answer.status, type: answer.headers.get('content-type'), body };
  };
  const post = (body: string | Uint8Array<ArrayBuffer>, path = JOBS) => call(path, { method: 'POST', body });
  const storedCount = async () => {
    const { rows } = await fixture.database.pool.query(`
      select coalesce(sum(submitted_count), 0)::int as n
      from (select submitted_count from usage_delta union all select submitted_count from use_case_total) as parts`);
    return rows[0].n as number;
  };

  it.each([
    ['invalid JSON', '{"jobs":[', 400, 'body'],
    ['an empty body', '', 400, 'body'],
    ['not an object', '[]', 400, 'body'],
    ['no jobs', '{}', 400, 'jobs'],
    ['zero jobs', '{"jobs":[]}', 400, 'jobs'],
    ['jobs of a wrong type', '{"jobs":"one"}', 400, 'jobs'],
    ['a job of a wrong type', '{"jobs":[1]}', 400, 'jobs[0]'],
    ['no payload', '{"jobs":[{}]}', 400, 'jobs[0].payload'],
    ['an unknown field', '{"jobs":[{"payload":1,"priority":9}]}', 400, 'jobs[0].priority'],
    ['an unknown field beside jobs', '{"jobs":[{"payload":1}],"team":"x"}', 400, 'team'],
    ['a local time', '{"jobs":[{"payload":1,"availableAt":"2026-01-01T00:00:00"}]}', 400, 'jobs[0].availableAt'],
    ['a number as instant', '{"jobs":[{"payload":1,"availableAt":5}]}', 400, 'jobs[0].availableAt'],
    [
      'an instant in ten years',
      `{"jobs":[{"payload":1,"availableAt":"${new Date(Date.now() + 3.2e11).toISOString()}"}]}`,
      400,
      'jobs[0].availableAt',
    ],
    [
      'an instant before 1970',
      '{"jobs":[{"payload":1,"availableAt":"1960-01-01T00:00:00Z"}]}',
      400,
      'jobs[0].availableAt',
    ],
    ['a negative tolerance', '{"jobs":[{"payload":1,"delayToleranceMs":-1}]}', 400, 'jobs[0].delayToleranceMs'],
    ['half a millisecond', '{"jobs":[{"payload":1,"delayToleranceMs":0.5}]}', 400, 'jobs[0].delayToleranceMs'],
    ['a NUL character', '{"jobs":[{"payload":1},{"payload":"a\\u0000"}]}', 400, 'jobs[1].payload'],
    ['half a surrogate pair', '{"jobs":[{"payload":["\\ud800"]}]}', 400, 'jobs[0].payload'],
    ['65 levels', `{"jobs":[{"payload":${'['.repeat(65)}${']'.repeat(65)}}]}`, 400, 'jobs[0].payload'],
    ['100,000 levels', `{"jobs":[{"payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}]}`, 400, 'jobs[0].payload'],
    ['a payload over its limit', `{"jobs":[{"payload":"${'x'.repeat(262_144)}"}]}`, 400, 'jobs[0].payload'],
    ['1,001 jobs', JSON.stringify({ jobs: Array.from({ length: 1_001 }, () => ({ payload: 1 })) }), 400, 'jobs'],
    ['half a million values', `{"jobs":[{"payload":[${'0,'.repeat(500_000)}0]}]}`, 400, 'body'],
    ['10 MB', `{"jobs":[{"payload":"${'x'.repeat(10_000_000)}"}]}`, 413, 'body'],
  ])('%s: a problem that names the field, and nothing stored', async (_what, body, status, field) => {
    const before = await storedCount();
    const answer = await post(body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
    expect(await storedCount()).toBe(before);
  });

  it.each([
    ['an unknown use case', '/v1/use-cases/nobody/jobs', 404],
    ['a name with NUL', '/v1/use-cases/a%00b/jobs', 404],
    ['a name that is not UTF-8', '/v1/use-cases/%ff/jobs', 400],
    ['an endless name', `/v1/use-cases/${'x'.repeat(5_000)}/jobs`, 400],
    ['no name', '/v1/use-cases//jobs', 404],
    ['an unknown address', '/v2/anything', 404],
  ])('%s: a problem', async (_what, path, status) => {
    expect(await post('{"jobs":[{"payload":1}]}', path)).toMatchObject({ status, type: 'application/problem+json' });
  });

  it.each([
    ['job_xyz', 400],
    ['%00', 400],
    [`job_${'0'.repeat(32)}`, 404],
  ])('asks for job %s: %i', async (id, status) => {
    expect(await call(`/v1/jobs/${id}`)).toMatchObject({ status, type: 'application/problem+json' });
  });

  it('takes only JSON', async () => {
    const answer = await call(JOBS, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } });
    expect(answer).toMatchObject({ status: 415, type: 'application/problem+json' });
  });

  it('bytes that are not UTF-8 are refused or stored as text, never a 5xx', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"jobs":[{"payload":"'), 0xff, 0xfe, ...Buffer.from('"}]}')]);
    expect((await post(bytes)).status).toBeLessThan(500);
  });

  it.each([
    ['no key', ''],
    ['another scheme', 'Basic abc'],
    ['half a key', 'Bearer lw_live_abc'],
    [
      'a well-formed key that nobody made',
      'Bearer lw_live_00000000000000000000_0000000000000000000000000000000000000000000000000',
    ],
  ])('%s: 401', async (_what, authorization) => {
    const answer = await call(JOBS, { method: 'POST', body: '{"jobs":[{"payload":1}]}', headers: { authorization } });
    expect(answer).toMatchObject({ status: 401, type: 'application/problem+json' });
  });

  it("another team's use case does not exist for a key", async () => {
    const key = await seedKey(fixture.database, 'growth');
    const headers = { authorization: `Bearer ${key}` };
    await expect
      .poll(
        async () =>
          (await call('/v1/use-cases/other/jobs', { method: 'POST', body: '{"jobs":[{"payload":1}]}', headers }))
            .status,
      )
      .toBe(201);
    const mine = await fixture.submit('plain', [{ payload: 1 }]);
    expect((await call(JOBS, { method: 'POST', body: '{"jobs":[{"payload":1}]}', headers })).status).toBe(404);
    expect((await call(`/v1/jobs/${mine[0]}`, { headers })).status).toBe(404);
  });

  it('takes hostile but valid payloads and gives each its id, in order', async () => {
    const payloads: unknown[] = [
      null,
      0,
      '',
      '__proto__',
      { __proto__: { a: 1 }, constructor: 1 },
      '\u2028',
      '🙂',
      [[[]]],
      { 'a"b\\': "'; drop table job; --" },
    ];
    const ids = await fixture.submit(
      'plain',
      payloads.map((payload) => ({ payload })),
    );
    expect(new Set(ids).size).toBe(payloads.length);
    for (const id of ids) await fixture.untilState(id, ['done']);
  });

  const sendRaw = async (text: string): Promise<string> => {
    const { hostname, port } = new URL(fixture.engine.url);
    const socket = connect(Number(port), hostname);
    socket.end(text);
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    return answer;
  };
  it.each([
    ['no HTTP', 'HELLO\r\n\r\n', 400, 'INVALID_INPUT'],
    ['endless headers', `POST ${JOBS} HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 413, 'TOO_LARGE'],
  ])('%s: a problem, and the end of the connection', async (_what, text, status, code) => {
    const [head = '', body = ''] = (await sendRaw(text)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*content-type: application/problem\\+json`));
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });

  it('reads nothing of whoever has no key', async () => {
    const { hostname, port } = new URL(fixture.engine.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST ${JOBS} HTTP/1.1\r\nhost: a\r\ncontent-length: 8000000\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 401 /);
    socket.destroy();
  });

  it('tells its health and its metrics', async () => {
    expect((await call('/healthz')).status).toBe(200);
    expect((await call('/readyz')).status).toBe(200);
    const metrics = await (await fetch(`${fixture.engine.url}/metrics`)).text();
    expect(metrics).toMatch(/leeway_submitted_jobs_total [1-9]/);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LeewayError, toProblemBody } from '@leeway/domain/problem';
import { afterEach, describe, expect, it } from 'vitest';
import { createLeeway, type LeewayOptions } from './create-leeway.ts';
import type { Runtime } from './runtime.ts';

interface Seen {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly key: string | string[] | undefined;
  readonly body: { jobs: { payload: unknown; availableAt?: string; delayToleranceMs?: number }[] } | null;
}
type Answer = (response: ServerResponse, seen: Seen) => void;

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
  server = undefined;
});

async function readBody(request: IncomingMessage): Promise<Seen['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length === 0 ? null : JSON.parse(Buffer.concat(chunks).toString());
}

/** Each request takes the next answer; the last one repeats. */
async function startTier(...answers: Answer[]) {
  const requests: Seen[] = [];
  server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    const key = headers['idempotency-key'];
    const seen = { method, path, authorization: headers.authorization, key, body: await readBody(request) };
    requests.push(seen);
    answers[Math.min(requests.length, answers.length) - 1]?.(response, seen);
  });
  await new Promise((resolve) => server?.listen(0, '127.0.0.1', () => resolve(null)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const accept: Answer = (response, { body }) => {
  const jobs = (body?.jobs ?? []).map(({ payload }) => ({ id: `job_${payload}`, availableAt: 'a', deadlineAt: 'd' }));
  response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ jobs }));
};
const refuse =
  (error: LeewayError, headers: Record<string, string> = {}): Answer =>
  (response) => {
    const problem = toProblemBody(error);
    response
      .writeHead(problem.status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify(problem));
  };
const cut: Answer = (response) => response.destroy();
const stayMute: Answer = () => {};

function createClient(url: string, options: Partial<LeewayOptions> = {}) {
  const waits: number[] = [];
  let keyCount = 0;
  const runtime: Runtime = {
    now: Date.now,
    random: () => 0.5,
    newKey: () => `key-${++keyCount}`,
    sleep: async (ms) => {
      waits.push(ms);
    },
  };
  return { leeway: createLeeway({ url, apiKey: 'lw_live_k', runtime, ...options }), waits };
}

describe('submit', () => {
  it('sends one job with its key and options, and returns what the tier stored', async () => {
    const tier = await startTier(accept);
    const { leeway } = createClient(`${tier.url}/`);
    const job = await leeway.submit('send.receipt', 7, {
      availableAt: new Date('2026-01-31T03:00:00Z'),
      delayToleranceMs: 5_000,
    });
    expect(job.id).toBe('job_7');
    expect(tier.requests).toEqual([
      {
        method: 'POST',
        path: '/v1/use-cases/send.receipt/jobs',
        authorization: 'Bearer lw_live_k',
        key: 'key-1',
        body: { jobs: [{ payload: 7, availableAt: '2026-01-31T03:00:00.000Z', delayToleranceMs: 5_000 }] },
      },
    ]);
  });

  it('turns a problem into a typed error that names the fields, without a second try', async () => {
    const fields = [{ field: 'jobs[0].payload', message: 'is nested too deeply' }];
    const tier = await startTier(refuse(new LeewayError('INVALID_INPUT', 'Not valid', { fields })));
    const { leeway } = createClient(tier.url);
    await expect(leeway.submit('a', 1)).rejects.toMatchObject({
      name: 'LeewayApiError',
      code: 'INVALID_INPUT',
      status: 400,
      fields,
      outcomeUnknown: false,
      message: 'Not valid (jobs[0].payload: is nested too deeply)',
    });
    expect(tier.requests).toHaveLength(1);
  });

  it('waits as long as a full tier asks, then succeeds', async () => {
    const full = refuse(new LeewayError('OVERLOADED', 'Full'), { 'retry-after': '2' });
    const tier = await startTier(full, full, accept);
    const { leeway, waits } = createClient(tier.url);
    await expect(leeway.submit('a', 3)).resolves.toMatchObject({ id: 'job_3' });
    expect(waits).toEqual([2_050, 2_100]);
  });

  it('gives up after its retries and hands on when to come back', async () => {
    const tier = await startTier(refuse(new LeewayError('OVERLOADED', 'Full'), { 'retry-after': '1' }));
    const { leeway, waits } = createClient(tier.url, { maxRetries: 2 });
    await expect(leeway.submit('a', 1)).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: 1_000 });
    expect(waits).toHaveLength(2);
    expect(tier.requests).toHaveLength(3);
  });

  it('submits again after a cut connection, with the same key and the same bytes', async () => {
    const tier = await startTier(cut, accept);
    const { leeway } = createClient(tier.url);
    await expect(leeway.submit('a', 1)).resolves.toMatchObject({ id: 'job_1' });
    await leeway.submit('a', 2);
    const [first, again, next] = tier.requests;
    expect(again).toEqual(first);
    expect([first?.key, next?.key]).toEqual(['key-1', 'key-2']);
  });

  it('takes the caller’s key, alone even where it gathers', async () => {
    const tier = await startTier(accept);
    const { leeway } = createClient(tier.url, { gather: { maxJobs: 2, lingerMs: 5 } });
    await Promise.all([leeway.submit('a', 1), leeway.submit('a', 2, { idempotencyKey: 'mine' })]);
    expect(tier.requests.map(({ key }) => key).sort()).toEqual(['key-1', 'mine']);
  });

  it('says that the outcome is unknown where it gives up, and with which key to ask again', async () => {
    const tier = await startTier(cut);
    const { leeway } = createClient(tier.url, { maxRetries: 0 });
    await expect(leeway.submit('a', 1)).rejects.toMatchObject({
      ...{ name: 'LeewayConnectionError', outcomeUnknown: true, idempotencyKey: 'key-1' },
    });
    expect(tier.requests).toHaveLength(1);
  });

  it('keeps no overload alive: a tier that fails for a minute sees few tries and fewer retries, and gets all again after it', async () => {
    const world = { now: 0, isFailing: true };
    const tier = await startTier((response, seen) =>
      (world.isFailing ? refuse(new LeewayError('OVERLOADED', 'Full')) : accept)(response, seen),
    );
    let seed = 1;
    let keyCount = 0;
    const runtime: Runtime = {
      now: () => world.now,
      random: () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed / 2_147_483_647;
      },
      newKey: () => `key-${++keyCount}`,
      sleep: async () => undefined,
    };
    const { leeway } = createClient(tier.url, { runtime });
    const callFor = async (seconds: number, perSecond: number): Promise<number> => {
      let storedCount = 0;
      for (let call = 0; call < seconds * perSecond; call++) {
        world.now += 1_000 / perSecond;
        await leeway.submit('a', 1).then(
          () => (storedCount += 1),
          () => undefined,
        );
      }
      return storedCount;
    };
    expect(await callFor(60, 20)).toBe(0);
    const firstCount = new Set(tier.requests.map(({ key }) => key)).size;
    const retryCount = tier.requests.length - firstCount;
    expect(tier.requests.length).toBeLessThan(0.2 * 60 * 20);
    expect(retryCount).toBeLessThanOrEqual(10 + 0.1 * firstCount);
    world.isFailing = false;
    await callFor(60, 20);
    expect(await callFor(60, 20)).toBeGreaterThan(0.95 * 60 * 20);
  });

  it('says that it did not send, and why', async () => {
    const tier = await startTier(refuse(new LeewayError('OVERLOADED', 'Full')));
    const runtime = { now: () => 0, random: () => 0, newKey: () => 'k', sleep: async () => undefined };
    const { leeway } = createClient(tier.url, { runtime, maxRetries: 0 });
    for (let call = 0; call < 10; call++) await leeway.submit('a', 1).catch(() => undefined);
    await expect(leeway.submit('a', 1)).rejects.toMatchObject({
      ...{ name: 'LeewayConnectionError', outcomeUnknown: false, idempotencyKey: 'k' },
      message: 'Not sent: the tier refused most of the calls of the last seconds (the last: Full)',
    });
    expect(tier.requests).toHaveLength(10);
    await expect(leeway.submit('b', 1)).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  it('waits as long as a rate limit asks, and hands on when to come back', async () => {
    const limited = refuse(new LeewayError('RATE_LIMITED', 'Too many'), { 'retry-after': '3' });
    const tier = await startTier(limited, accept, limited);
    const { leeway, waits } = createClient(tier.url);
    await expect(leeway.submit('a', 1)).resolves.toMatchObject({ id: 'job_1' });
    expect(waits).toEqual([3_050]);
    await expect(leeway.submit('a', 2)).rejects.toMatchObject({
      ...{ code: 'RATE_LIMITED', status: 429, retryAfterMs: 3_000, outcomeUnknown: false },
    });
    expect(waits).toHaveLength(3);
  });

  it('does not forget that an earlier try may have been stored', async () => {
    const tier = await startTier(cut, refuse(new LeewayError('RATE_LIMITED', 'Too many')));
    await expect(createClient(tier.url).leeway.submit('a', 1)).rejects.toMatchObject({
      ...{ code: 'RATE_LIMITED', outcomeUnknown: true, idempotencyKey: 'key-1' },
    });
  });

  it('sends what makes a job the only one', async () => {
    const tier = await startTier(accept);
    await createClient(tier.url).leeway.submit('a', 1, { dedupeKey: 'one', dedupeWindowMs: 60_000 });
    expect(tier.requests[0]?.body?.jobs).toEqual([{ payload: 1, dedupeKey: 'one', dedupeWindowMs: 60_000 }]);
  });

  it('retries a refused connection', async () => {
    const tier = await startTier(accept);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const { leeway, waits } = createClient(tier.url);
    await expect(leeway.submit('a', 1)).rejects.toMatchObject({ outcomeUnknown: false });
    expect(waits).toHaveLength(2);
  });

  it('sends through a fetch of the caller’s own', async () => {
    const tier = await startTier((response) =>
      response.writeHead(429, { 'retry-after': '7' }).end(JSON.stringify({ code: 'RATE_LIMITED', detail: 'later' })),
    );
    const sent: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      sent.push(input);
      return await globalThis.fetch(input, init);
    };
    await expect(createClient(tier.url, { fetch, maxRetries: 0 }).leeway.submit('a', 1)).rejects.toMatchObject({
      ...{ code: 'RATE_LIMITED', retryAfterMs: 7_000 },
    });
    expect(sent).toEqual([`${tier.url}/v1/use-cases/a/jobs`]);
  });

  it('says what fetch keeps to itself', async () => {
    const { leeway } = createClient('http://127.0.0.1:1', { maxRetries: 0, fetch: globalThis.fetch });
    await expect(leeway.submit('a', 1)).rejects.toThrow('Cannot reach http://127.0.0.1:1: bad port');
  });

  it('ends a try that takes too long', async () => {
    const tier = await startTier(stayMute);
    const { leeway } = createClient(tier.url, { timeoutMs: 50, maxRetries: 0 });
    await expect(leeway.submit('a', 1)).rejects.toThrow(/no answer within 50 ms/);
  });

  it('ends with the caller’s signal', async () => {
    const abort = new AbortController();
    const tier = await startTier(() => abort.abort(new Error('enough')));
    await expect(createClient(tier.url).leeway.submit('a', 1, { signal: abort.signal })).rejects.toThrow('enough');
    expect(tier.requests).toHaveLength(1);
  });

  it('tells a stranger’s answer from the tier’s', async () => {
    const tier = await startTier((response) => response.writeHead(404).end('<html>nginx</html>'));
    await expect(createClient(tier.url).leeway.submit('a', 1)).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      status: 404,
    });
  });
});

describe('submitMany', () => {
  it('keeps the order', async () => {
    const tier = await startTier(accept);
    const jobs = await createClient(tier.url).leeway.submitMany('a', [{ payload: 1 }, { payload: 2 }]);
    expect(jobs.map(({ id }) => id)).toEqual(['job_1', 'job_2']);
  });

  it('refuses an answer that lists other jobs than were sent', async () => {
    const tier = await startTier((response) => response.writeHead(201).end('{"jobs":[]}'));
    await expect(createClient(tier.url).leeway.submitMany('a', [{ payload: 1 }])).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      outcomeUnknown: true,
    });
  });
});

describe('gathering', () => {
  it('sends concurrent submits of a use case as one request, each with its own answer', async () => {
    const tier = await startTier(accept);
    const { leeway } = createClient(tier.url, { gather: { maxJobs: 3, lingerMs: 10 } });
    const submits = [1, 2, 3, 4].map((payload) => leeway.submit('a', payload));
    const jobs = await Promise.all([...submits, leeway.submit('b', 5)]);
    expect(jobs.map(({ id }) => id)).toEqual(['job_1', 'job_2', 'job_3', 'job_4', 'job_5']);
    expect(tier.requests.map(({ body }) => body?.jobs.length).sort()).toEqual([1, 1, 3]);
  });

  it('fails every job of a request that fails', async () => {
    const tier = await startTier(refuse(new LeewayError('NOT_FOUND', 'No such use case')));
    const { leeway } = createClient(tier.url, { gather: { maxJobs: 10, lingerMs: 1 } });
    const results = await Promise.allSettled([leeway.submit('a', 1), leeway.submit('a', 2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(tier.requests).toHaveLength(1);
  });
});

describe('getJob', () => {
  it('reads a job, again after a cut connection', async () => {
    const tier = await startTier(cut, (response) => response.end('{"id":"job_1","state":"done"}'));
    const { leeway } = createClient(tier.url);
    await expect(leeway.getJob('job_1')).resolves.toMatchObject({ state: 'done' });
    expect(tier.requests[1]).toMatchObject({ method: 'GET', path: '/v1/jobs/job_1' });
  });
});

describe('changes to a job', () => {
  const answer: Answer = (response) => response.end('{"id":"job_1","state":"cancelled"}');

  it('cancels a job, again after a cut connection, and says why', async () => {
    const tier = await startTier(cut, answer);
    const { leeway } = createClient(tier.url);
    await expect(leeway.cancelJob('job_1', { reason: 'sent twice' })).resolves.toEqual({
      id: 'job_1',
      state: 'cancelled',
    });
    expect(tier.requests[1]).toMatchObject({
      method: 'POST',
      path: '/v1/jobs/job_1/cancel',
      body: { reason: 'sent twice' },
    });
  });

  it('gives a deadline as an instant or as a tolerance', async () => {
    const tier = await startTier(answer);
    const { leeway } = createClient(tier.url);
    await leeway.changeDeadline('job_1', { deadlineAt: new Date('2026-01-31T03:00:00Z') });
    await leeway.changeDeadline('job_1', { delayToleranceMs: 5_000 }, { reason: 'the customer waits' });
    expect(tier.requests.map(({ path, body }) => [path, body])).toEqual([
      ['/v1/jobs/job_1/deadline', { deadlineAt: '2026-01-31T03:00:00.000Z' }],
      ['/v1/jobs/job_1/deadline', { delayToleranceMs: 5_000, reason: 'the customer waits' }],
    ]);
  });

  it('tells a job in the wrong state from other refusals', async () => {
    const tier = await startTier(refuse(new LeewayError('WRONG_STATE', 'job_1 is dead')));
    await expect(createClient(tier.url).leeway.cancelJob('job_1')).rejects.toMatchObject({
      ...{ name: 'LeewayApiError', code: 'WRONG_STATE', status: 409, outcomeUnknown: false },
    });
  });
});

describe('createLeeway', () => {
  it.each([
    ['localhost:4100', 'lw_live_k', /url must be an http/],
    ['ftp://x', 'lw_live_k', /url must be an http/],
    ['http://localhost:4100', '', /apiKey/],
    ['http://localhost:4100', 'a\nb', /apiKey/],
  ])('refuses url %j with key %j', (url, apiKey, message) => {
    expect(() => createLeeway({ url, apiKey })).toThrow(message);
  });

  it('tries a call three times at most', () => {
    const connection = { url: 'http://localhost:4100', apiKey: 'lw_live_k' };
    expect(() => createLeeway({ ...connection, maxRetries: 3 })).toThrow(/maxRetries must be 0, 1 or 2/);
  });
});

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRemoteWorker, type RemoteWorker, type RemoteWorkerOptions } from './create-remote-worker.ts';
import { LeaseLostError, RetryLater } from './running-job.ts';

interface Call {
  readonly verb: string;
  readonly body: { count?: number; leases: { jobId: string }[] } & Record<string, unknown>;
}

/** What the tier answers to a call; undefined: what it usually does. */
type Special = (call: Call, response: ServerResponse) => boolean;

let server: Server | undefined;
let worker: RemoteWorker | undefined;
afterEach(async () => {
  await worker?.stop();
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(null) : server.close(resolve)));
});

/** A tier with so many jobs, each of which is leased once; calls that find none wait until the connection ends. */
async function startTier(jobCount: number, special: Special = () => false) {
  const calls: Call[] = [];
  let next = 0;
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const verb = request.url?.split('/').at(-1) ?? '';
    const call = { verb, body: JSON.parse(Buffer.concat(chunks).toString()) } as Call;
    calls.push(call);
    if (special(call, response)) return;
    if (verb !== 'leases')
      return send(response, { results: call.body.leases.map((lease) => resultOf(verb, lease.jobId)) });
    const leases = [];
    for (; next < jobCount && leases.length < (call.body.count ?? 1); next += 1) leases.push(leaseOf(next));
    if (leases.length > 0) send(response, { leases });
  });
  await new Promise((resolve) => server?.listen(0, '127.0.0.1', () => resolve(null)));
  const said = (verb: string) => calls.filter((call) => call.verb === verb).flatMap(({ body }) => body.leases);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, said };
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const leaseOf = (index: number) => ({
  jobId: `job_${index}`,
  useCase: 'far',
  payload: { index },
  attempt: 1,
  availableAt: 'a',
  deadlineAt: 'd',
  token: `lease_${index}`,
  expiresAt: 'e',
});

function resultOf(verb: string, jobId: string) {
  if (verb === 'extend') return { jobId, status: 'extended', expiresAt: 'e' };
  return verb === 'ack' ? { jobId, status: 'done' } : { jobId, status: 'retried', retryAt: 'r' };
}

function start(url: string, more: Partial<RemoteWorkerOptions> & Pick<RemoteWorkerOptions, 'handler'>) {
  const errors: { error: unknown; jobId: string | null }[] = [];
  worker = createRemoteWorker({
    url,
    apiKey: 'lw_live_test',
    useCases: ['far'],
    stopSignals: [],
    maxRetries: 0,
    stopMs: 2_000,
    onError: (error, jobId) => errors.push({ error, jobId }),
    ...more,
  });
  const done = worker.run();
  return { worker, errors, done };
}

describe('a remote worker', () => {
  it('runs every job, as many at once as it may, and acks them together', async () => {
    const tier = await startTier(20);
    let running = 0;
    let most = 0;
    const { worker } = start(tier.url, {
      concurrency: 4,
      handler: async (payload, { jobId, useCase, attempt }) => {
        expect([payload, useCase, attempt]).toEqual([{ index: Number(jobId.slice(4)) }, 'far', 1]);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
      },
    });
    await expect.poll(() => tier.said('ack').length, { timeout: 10_000 }).toBe(20);
    await worker.stop();
    expect(most).toBe(4);
    const { calls } = tier;
    expect(calls.filter(({ verb }) => verb === 'leases').every(({ body }) => (body.count ?? 0) <= 4)).toBe(true);
    expect(calls.filter(({ verb }) => verb === 'ack').length).toBeLessThan(20);
    expect(tier.said('ack')[0]).toEqual({
      jobId: expect.any(String),
      token: expect.any(String),
      runMs: expect.any(Number),
    });
  });

  it('nacks what throws, with the wait that the handler asks for', async () => {
    const tier = await startTier(3);
    start(tier.url, {
      handler: (_payload, { jobId }) => {
        if (jobId === 'job_0') throw new TypeError('no');
        if (jobId === 'job_1') throw new RetryLater('busy downstream', { delayMs: 5_000 });
        throw Object.create(null);
      },
    });
    await expect.poll(() => tier.said('nack').length, { timeout: 10_000 }).toBe(3);
    expect(tier.said('nack')).toEqual([
      { jobId: 'job_0', token: 'lease_0', reason: 'TypeError: no', code: 'HANDLER_ERROR' },
      { jobId: 'job_1', token: 'lease_1', reason: 'busy downstream', code: 'NACKED', delayMs: 5_000 },
      { jobId: 'job_2', token: 'lease_2', reason: expect.stringContaining('cannot be printed'), code: 'HANDLER_ERROR' },
    ]);
    expect(tier.said('ack')).toEqual([]);
  });

  it('extends the leases of what runs long, and tells a handler whose lease is lost, without acking', async () => {
    let extensions = 0;
    const tier = await startTier(2, ({ verb, body }, response) => {
      if (verb !== 'extend') return false;
      extensions += 1;
      const lost = extensions >= 3;
      send(response, {
        results: body.leases.map(({ jobId }) =>
          lost && jobId === 'job_0' ? { jobId, status: 'refused', code: 'LEASE_LOST' } : resultOf('extend', jobId),
        ),
      });
      return true;
    });
    const { errors } = start(tier.url, {
      concurrency: 2,
      leaseSeconds: 0.3,
      handler: async (_payload, { jobId, signal }) => {
        if (jobId === 'job_0') await new Promise((resolve) => signal.addEventListener('abort', resolve));
        else await new Promise((resolve) => setTimeout(resolve, 700));
      },
    });
    await expect.poll(() => tier.said('ack').length, { timeout: 10_000 }).toBe(1);
    expect(tier.said('ack')).toMatchObject([{ jobId: 'job_1' }]);
    expect(extensions).toBeGreaterThanOrEqual(3);
    expect(errors).toEqual([{ error: expect.any(LeaseLostError), jobId: 'job_0' }]);
  });

  it('gives a job up by itself when nobody answers its extensions', async () => {
    const tier = await startTier(1, ({ verb }, response) => {
      if (verb === 'extend') response.destroy();
      return verb === 'extend';
    });
    let reason: unknown;
    const { errors } = start(tier.url, {
      leaseSeconds: 0.3,
      handler: async (_payload, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        reason = signal.reason;
      },
    });
    await expect.poll(() => reason, { timeout: 10_000 }).toBeInstanceOf(LeaseLostError);
    expect(errors.some(({ jobId }) => jobId === 'job_0')).toBe(true);
    expect(tier.said('ack')).toEqual([]);
  });

  it('says an end again until somebody hears it', async () => {
    let tries = 0;
    const tier = await startTier(1, ({ verb }, response) => {
      if (verb !== 'ack' || ++tries > 2) return false;
      if (tries === 1) response.destroy();
      else send(response, { code: 'STORE_UNAVAILABLE', detail: 'away', status: 503 }, 503);
      return true;
    });
    start(tier.url, { handler: () => undefined });
    await expect.poll(() => tries, { timeout: 10_000 }).toBe(3);
    await expect.poll(() => tier.said('ack').length).toBe(3);
  });

  it('goes on leasing when the tier was away', async () => {
    let isAway = true;
    const tier = await startTier(1, ({ verb }, response) => {
      if (verb === 'leases' && isAway) response.destroy();
      return verb === 'leases' && isAway;
    });
    const { errors } = start(tier.url, { handler: () => undefined });
    await expect.poll(() => errors.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
    isAway = false;
    await expect.poll(() => tier.said('ack').length, { timeout: 20_000 }).toBe(1);
  });

  it('stops on a signal: leases no more, lets jobs end, gives up what does not, and says all of it', async () => {
    const tier = await startTier(2);
    const started = new Set<string>();
    const { done } = start(tier.url, {
      concurrency: 3,
      stopMs: 400,
      stopSignals: ['SIGHUP'],
      handler: async (_payload, { jobId }) => {
        started.add(jobId);
        await new Promise((resolve) => (jobId === 'job_0' ? setTimeout(resolve, 200) : undefined));
      },
    });
    await expect.poll(() => started.size, { timeout: 10_000 }).toBe(2);
    process.emit('SIGHUP');
    await done;
    expect(tier.said('ack')).toMatchObject([{ jobId: 'job_0' }]);
    expect(tier.said('nack')).toMatchObject([{ jobId: 'job_1', code: 'NACKED' }]);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });

  it('refuses a concurrency that is none', () => {
    const options = { url: 'http://localhost', apiKey: 'lw_live_x', useCases: ['far'], handler: () => undefined };
    for (const concurrency of [0, 1.5, 1_001]) {
      expect(() => createRemoteWorker({ ...options, concurrency })).toThrow(TypeError);
    }
  });
});

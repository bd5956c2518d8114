import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bucketOf } from '@leeway/domain/distribution';
import type { UseCaseRegistration } from '@leeway/domain/use-case';
import { initTRPC } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import superjson from 'superjson';

/** How the stand-in treats jobs; the true tier is tried in the end-to-end tests. */
export interface Behaviour {
  /** Of every accepted job: what became of it. */
  readonly fate: 'done' | 'dead' | 'waiting' | 'lost';
  /** Answers instead of accepting, in turn; `cutAfter` stores the jobs and does not say so. */
  readonly refusals: (503 | 400 | 'cut' | 'cutAfter')[];
}

interface KnownUseCase extends UseCaseRegistration {
  readonly version: number;
  submitted: number;
}

/** Control plane and engine in one small server that remembers what it was asked. */
export async function startStandInTier(behaviour: Behaviour) {
  const useCases = new Map<string, KnownUseCase>();
  const teams = new Set<string>();
  const keys = new Set<string>();
  const calls: string[] = [];
  const trpc = createHTTPHandler({ router: createRouter(useCases, teams, calls, behaviour), basePath: '/api/trpc/' });
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    if (path.startsWith('/api/trpc/')) return trpc(request, response);
    if (path.startsWith('/api/auth/')) return answerAuth(path, request, response, calls);
    return answerSubmit(path, request, response, { useCases, keys, behaviour });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...{ useCases, teams, calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createRouter(useCases: Map<string, KnownUseCase>, teams: Set<string>, calls: string[], { fate }: Behaviour) {
  const t = initTRPC.create({ transformer: superjson });
  // the client's own types hold the true router; here only what arrives matters
  const procedure = t.procedure
    .input((input) => input as never)
    .use(({ path, next }) => {
      calls.push(path);
      return next();
    });
  const ended = (state: Behaviour['fate'], { submitted }: KnownUseCase) => (fate === state ? submitted : 0);
  return t.router({
    useCase: {
      save: procedure.query(() => ({
        asOf: 1_800_000_000_000,
        rows: [...useCases.values()].map((known) => ({
          ...{ name: known.name, readyCount: ended('waiting', known), delayedCount: 0 },
        })),
      })),
      get: procedure.query(({ input }: { input: { name: string } }) => useCases.get(input.name)),
      register: procedure.mutation(({ input }: { input: UseCaseRegistration }) => {
        useCases.set(input.name, { ...input, version: 1, submitted: 0 });
      }),
      change: procedure.mutation(({ input }: { input: UseCaseRegistration }) => {
        const known = useCases.get(input.name);
        if (known !== undefined) useCases.set(input.name, { ...known, ...input });
      }),
    },
    team: {
      list: procedure.query(() => [...teams].map((name) => ({ id: name, name, useCaseCount: 0 }))),
      create: procedure.mutation(({ input }: { input: { name: string } }) => void teams.add(input.name)),
    },
    apiKey: {
      mint: procedure.mutation(() => ({ id: 'key_1', key: 'lw_live_stand_in' })),
      revoke: procedure.mutation(() => null),
    },
    replay: {
      begin: procedure.mutation(() => ({ id: 'replay_1' })),
      end: procedure.mutation(() => null),
      counts: procedure.query(({ input }: { input: { names: string[] } }) =>
        [...useCases.values()]
          .filter(({ name }) => input.names.includes(name))
          .map((known) => ({
            ...{
              name: known.name,
              submittedCount: known.submitted,
              failedCount: 0,
              lateCount: 0,
              cpuMs: known.submitted,
            },
            ...{ doneCount: ended('done', known), deadCount: ended('dead', known), cancelledCount: 0 },
            delayBuckets: [[bucketOf(20), ended('done', known)]],
          })),
      ),
    },
  });
}

async function readJson(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}

async function answerAuth(path: string, request: IncomingMessage, response: ServerResponse, calls: string[]) {
  const { password } = await readJson(request);
  calls.push(path);
  if (path.endsWith('/sign-in/email') && password !== 'right') return response.writeHead(401).end('{}');
  return response.writeHead(200, { 'set-cookie': 'session=1; Path=/; HttpOnly' }).end('{}');
}

async function answerSubmit(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  { useCases, keys, behaviour }: { useCases: Map<string, KnownUseCase>; keys: Set<string>; behaviour: Behaviour },
) {
  const { jobs } = await readJson(request);
  const refusal = behaviour.refusals.shift();
  if (refusal === 'cut') return response.destroy();
  if (refusal !== undefined && refusal !== 'cutAfter') {
    const code = refusal === 503 ? 'OVERLOADED' : 'INVALID_INPUT';
    return response
      .writeHead(refusal)
      .end(JSON.stringify({ code, detail: 'no', status: refusal, type: '', title: '' }));
  }
  const known = useCases.get(path.split('/')[3] ?? '');
  const key = String(request.headers['idempotency-key']);
  if (known !== undefined && !keys.has(key)) known.submitted += jobs.length;
  keys.add(key);
  if (refusal === 'cutAfter') return response.destroy();
  const stored = jobs.map(() => ({ id: 'job_1', availableAt: '', deadlineAt: '' }));
  return response.writeHead(201).end(JSON.stringify({ jobs: stored }));
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { pino } from 'pino';
import superjson from 'superjson';
import { startControlPlane } from '../start-control-plane.ts';
import { addPeople, PASSWORD, PEOPLE } from './people.ts';

const WEB_URL = 'http://localhost:3999';

export interface Answer {
  readonly status: number;
  /** What the procedure returned; undefined where it refused. */
  readonly data: unknown;
  readonly error: { readonly message: string; readonly code: string; readonly fields: { field: string }[] } | null;
}

export interface Caller {
  readonly cookie: string;
  query(path: string, input?: unknown): Promise<Answer>;
  mutate(path: string, input?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface TestControlPlane {
  readonly url: string;
  readonly webUrl: string;
  readonly database: TestDatabase;
  signIn(person: keyof typeof PEOPLE): Promise<Caller>;
  as(cookie: string): Caller;
  stop(): Promise<void>;
}

const reachDirectly = async (connectionString: string) => connectionString;

/**
 * The real server on a free port and a database of its own, with people, teams, and a folder of two handlers. `reach` may put
 * something between the server and its database.
 */
export async function startTestControlPlane({ reach = reachDirectly } = {}): Promise<TestControlPlane> {
  const database = await createTestDatabase();
  await addPeople(database.pool);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'leeway-control-plane-'));
  await writeFile(path.join(dataDir, 'echo.ts'), '/** Says it again. */\nexport default async () => {};\n');
  await writeFile(path.join(dataDir, 'sleep.mjs'), 'export default async () => {};\n');
  const log = pino({ level: 'silent' });
  const controlPlane = await startControlPlane(
    {
      databaseUrl: await reach(database.connectionString),
      dataDir,
      host: '127.0.0.1',
      port: 0,
      webUrl: WEB_URL,
      handlersDir: dataDir,
      authSecret: null,
      auditHeadsFile: path.join(dataDir, 'audit-heads.jsonl'),
      logLevel: 'silent',
      webhookAllowedHosts: new Set(['localhost:9443']),
    },
    log,
  );
  const { url } = controlPlane;
  return {
    url,
    webUrl: WEB_URL,
    database,
    as: (cookie) => createCaller(url, cookie),
    signIn: async (person) => createCaller(url, await signIn(url, PEOPLE[person].email)),
    stop: async () => {
      await controlPlane.stop();
      await database.drop();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The session cookie. */
async function signIn(url: string, email: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (response.status !== 200 || cookie === undefined)
    throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return cookie;
}

function createCaller(url: string, cookie: string): Caller {
  return {
    cookie,
    query: async (procedure, input) => {
      const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
      return toAnswer(await fetch(`${url}/api/trpc/${procedure}${query}`, { headers: { cookie } }));
    },
    mutate: async (procedure, input, headers = { 'x-leeway': '1', 'content-type': 'application/json' }) =>
      toAnswer(
        await fetch(`${url}/api/trpc/${procedure}`, {
          method: 'POST',
          headers: { cookie, ...headers },
          body: JSON.stringify({ json: input }),
        }),
      ),
  };
}

async function toAnswer(response: Response): Promise<Answer> {
  const body = JSON.parse(await response.text());
  if (body.result !== undefined) {
    return { status: response.status, data: superjson.deserialize(body.result.data), error: null };
  }
  const failure = body.error === undefined ? body : superjson.deserialize<ErrorShape>(body.error);
  const { code, fields = [] } = failure.data ?? failure;
  return {
    status: response.status,
    data: undefined,
    error: { message: failure.message ?? failure.detail, code, fields },
  };
}

interface ErrorShape {
  readonly message: string;
  readonly data: { readonly code: string; readonly fields: { field: string }[] };
}

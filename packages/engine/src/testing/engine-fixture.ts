import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@leeway/db/testing';
import { formatApiKey, hashApiKey, lastFourOf } from '@leeway/domain/api-key';
import { newApiKeyId } from '@leeway/domain/ids';
import type { JobAnswer } from '@leeway/domain/job-answer';
import type { Runtime } from '@leeway/domain/runtime';
import type { EngineEnv } from '../env.ts';
import { createLog } from '../runtime/log.ts';
import { type Engine, startEngine } from '../start-engine.ts';
import { readStoreFaults } from './env.ts';
import { seededRandom } from './seeded-random.ts';
import { createStoreFaults, type StoreFault } from './store-faults.ts';

export interface UseCaseSeed {
  readonly name: string;
  readonly runtime?: Runtime;
  readonly handler?: string;
  readonly team?: string;
  readonly delayToleranceMs?: number;
  readonly maxAttempts?: number;
  readonly backoffBaseMs?: number;
  readonly backoffCapMs?: number;
  readonly timeoutMs?: number;
  readonly memoryLimitMb?: number;
  readonly megaJobMaxCount?: number;
  readonly megaJobMaxWaitMs?: number;
  readonly rateLimit?: RateSeed;
  readonly concurrencyKeyLimit?: number;
}

export interface RateSeed {
  readonly perSecond: number;
  readonly burst: number;
}

const NO_FAULTS = { rate: 0, seed: 0 };
/** Where the store is away now and then. */
const MAX_TRIES = 20;

export const TEST_HANDLERS = path.join(import.meta.dirname, 'handlers');

export function testEnv(database: TestDatabase, more: Partial<EngineEnv> = {}): EngineEnv {
  return {
    connectionString: database.connectionString,
    host: '127.0.0.1',
    port: 0,
    handlersDir: TEST_HANDLERS,
    slotCount: 2,
    poolMemoryMb: 4_096,
    logLevel: 'silent',
    isUnsafeStoreAllowed: true,
    heldSnapshotMs: 60_000,
    webhookAllowedHosts: new Set(),
    ...more,
  };
}

/** Adds a use case (and its team) as the control plane would; returns its number. */
export async function seedUseCase({ pool }: TestDatabase, seed: UseCaseSeed): Promise<number> {
  const team = seed.team ?? 'payments';
  await pool.query(`insert into team (id, name) values ($1, $2) on conflict do nothing`, [`team_${team}`, team]);
  const { rows } = await pool.query<{ no: number }>(
    `insert into use_case (id, name, team_id, runtime, handler, criticality, delay_tolerance_ms, max_attempts,
       backoff_base_ms, backoff_cap_ms, timeout_ms, memory_limit_mb, mega_job_max_count, mega_job_max_wait_ms,
       rate_limit_per_second, rate_limit_burst, concurrency_key_limit)
     values ($1, $2, $3, $4, $5, 'normal', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning no`,
    [
      `uc_${seed.name}`,
      seed.name,
      `team_${team}`,
      seed.runtime ?? 'process',
      seed.runtime === 'remote' ? null : (seed.handler ?? 'noop'),
      seed.delayToleranceMs ?? 60_000,
      seed.maxAttempts ?? 3,
      seed.backoffBaseMs ?? 100,
      seed.backoffCapMs ?? 200,
      seed.timeoutMs ?? 10_000,
      seed.memoryLimitMb ?? 64,
      seed.megaJobMaxCount ?? 1,
      seed.megaJobMaxWaitMs ?? 0,
      ...limitValues(seed),
    ],
  );
  return rows[0]?.no ?? 0;
}

function limitValues({ rateLimit, concurrencyKeyLimit }: UseCaseSeed): (number | null)[] {
  return [rateLimit?.perSecond ?? null, rateLimit?.burst ?? null, concurrencyKeyLimit ?? null];
}

/** A key of one team, or of all; returns its text. */
export async function seedKey({ pool }: TestDatabase, team: string | null, rate?: RateSeed): Promise<string> {
  const id = newApiKeyId((count) => randomBytes(count));
  const text = formatApiKey(id, randomBytes(32));
  await pool.query(
    `insert into api_key (id, team_id, name, secret_hash, last_four, expires_at, rate_limit_per_second, rate_limit_burst)
     values ($1, $2, 'test', $3, $4, now() + interval '1 day', $5, $6)`,
    [
      id,
      team === null ? null : `team_${team}`,
      hashApiKey(text),
      lastFourOf(text),
      rate?.perSecond ?? null,
      rate?.burst ?? null,
    ],
  );
  return text;
}

export interface FixtureAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface EngineFixture {
  readonly database: TestDatabase;
  readonly engine: Engine;
  readonly key: string;
  post(name: string, body: unknown, more?: Record<string, string>): Promise<FixtureAnswer>;
  submit(name: string, jobs: readonly unknown[]): Promise<string[]>;
  getJob(id: string): Promise<JobAnswer>;
  /** Resolves when a job is in one of these states; rejects after `limitMs`. */
  untilState(id: string, states: readonly string[], limitMs?: number): Promise<JobAnswer>;
  /** How often calls to the store were broken. */
  faultCounts(): Readonly<Record<StoreFault, number>>;
  stop(): Promise<void>;
}

/** An engine in this process, on a database of its own, with these use cases. */
export async function startEngineFixture(
  seeds: readonly UseCaseSeed[],
  more: Partial<EngineEnv> = {},
  { rate, seed } = readStoreFaults() ?? NO_FAULTS,
): Promise<EngineFixture> {
  const database = await createTestDatabase();
  for (const seed of seeds) await seedUseCase(database, seed);
  const key = await seedKey(database, null);
  const faults = createStoreFaults({ rate, random: seededRandom(seed) });
  const log = createLog('engine', more.logLevel ?? 'silent');
  const engine = await startEngine(testEnv(database, more), log, { wrapPool: faults.wrap });
  if (rate > 0) faults.begin();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };

  const post: EngineFixture['post'] = async (name, body, more = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${engine.url}/v1/use-cases/${name}/jobs`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: text,
    });
    const type = answer.headers.get('content-type');
    const json = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, type, body: json, headers: answer.headers };
  };
  // As a program should: what got no answer is asked again under its key.
  const submit: EngineFixture['submit'] = async (name, jobs) => {
    const idempotencyKey = randomUUID();
    for (let tries = 1; ; tries++) {
      const answer = await post(name, { jobs }, { 'idempotency-key': idempotencyKey });
      if (answer.status === 201) return (answer.body.jobs as { id: string }[]).map((job) => job.id);
      if (answer.status !== 503 || tries > MAX_TRIES) throw new Error(`not accepted: ${JSON.stringify(answer)}`);
    }
  };
  const getJob: EngineFixture['getJob'] = async (id) => {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(`${engine.url}/v1/jobs/${id}`, { headers });
      if (answer.status !== 503 || tries > MAX_TRIES) return (await answer.json()) as JobAnswer;
    }
  };
  const untilState: EngineFixture['untilState'] = async (id, states, limitMs = 15_000) => {
    const endAt = Date.now() + limitMs;
    for (let job = await getJob(id); ; job = await getJob(id)) {
      if (states.includes(job.state)) return job;
      if (Date.now() > endAt) throw new Error(`still not ${states.join(' or ')}: ${JSON.stringify(job)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const stop = async () => {
    await engine.stop();
    await database.drop();
  };
  return { database, engine, key, post, submit, getJob, untilState, faultCounts: faults.counts, stop };
}

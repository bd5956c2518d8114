import { encodeJobKey, toJobId } from '@leeway/domain/job-id';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS } from './api/access-table.ts';
import { appRouter } from './router.ts';
import { addDeadJobs } from './testing/add-dead-jobs.ts';
import { auditRows } from './testing/audit-rows.ts';
import { openEventStream } from './testing/event-stream.ts';
import { type Caller, startTestControlPlane, type TestControlPlane } from './testing/test-control-plane.ts';

/** What belongs to a team alone: texts that occur nowhere but in its payloads, errors, addresses and keys. */
const CANARY = 'canary';
const HOUR = 3_600_000;
const REFUSALS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, NOT_FOUND: 404 };
const DAY_FROM_NOW = Date.now() + 24 * HOUR;

let plane: TestControlPlane;
let owner: Caller;
let admin: Caller;
let stranger: Caller;
let viewer: Caller;
/** Texts that no other team may see, besides those that say that they are canaries. */
const secrets: string[] = [];
/** For every procedure what somebody asks who knows all the names and ids. */
let inputs: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  plane = await startTestControlPlane();
  owner = await plane.signIn('engineer');
  admin = await plane.signIn('admin');
  stranger = await plane.signIn('stranger');
  viewer = await plane.signIn('viewer');
  inputs = await seed();
}, 60_000);
afterAll(() => plane.stop());

async function make<Made>(caller: Caller, procedure: string, input: unknown): Promise<Made> {
  const { data, error } = await caller.mutate(procedure, input);
  expect([procedure, error]).toEqual([procedure, null]);
  return data as Made;
}

/** Every job is some customer's, and an engine says that this customer has enough running. */
async function seedKeys(useCaseNo: number): Promise<void> {
  const { pool } = plane.database;
  for (const table of ['job', 'delayed_job', 'dead_job'])
    await pool.query(`update ${table} set concurrency_key = $1`, [CANARY]);
  const key = { key: CANARY, runningCount: 1, limit: 1, jobIds: [] };
  const numbers = { used: null, limit: 1, unit: 'jobs', opensAt: null, holders: [] };
  const reading = { gate: 'concurrencyKey', isOpen: false, text: 'One key is full', keys: [key], ...numbers };
  await pool.query(
    `insert into wait_state (use_case_no, engine_id, seen_at, gate, readings, head_available_at)
     values ($1, 'engine_1', now_ms() + 3600000, 'concurrencyKey', $2, now_ms())`,
    [useCaseNo, JSON.stringify([reading])],
  );
}

/** Gives the team one of everything. */
async function seed(): Promise<Record<string, unknown>> {
  const { pool } = plane.database;
  const registration = {
    name: 'receipts',
    team: 'payments',
    handler: 'echo',
    delayToleranceMs: 60_000,
    concurrencyLimit: 3,
  };
  const { no } = await make<{ no: number }>(owner, 'useCase.register', registration);
  const [dead = ''] = await addDeadJobs(pool, { useCaseNo: no, count: 3, message: `no such card: ${CANARY}` });
  await pool.query('update dead_job set payload = $1', [`"${CANARY}"`]);
  await pool.query(
    `insert into job_history (id, use_case_no, attempt, outcome, available_at, submitted_at, started_at, ended_at, cpu_ms,
       failure_code, failure_message)
     values ($1, $2, 4, 'retried', $3, $3, $3, $3, 1, 'HANDLER_ERROR', $4)`,
    [dead, no, Date.now() - 60_000, `before: ${CANARY}`],
  );
  const waiting = encodeJobKey({ shard: 1, useCaseNo: no, deadlineAt: DAY_FROM_NOW, tie: 5 });
  const delayed = encodeJobKey({ shard: 1, useCaseNo: no, deadlineAt: DAY_FROM_NOW, tie: 6 });
  await pool.query(`insert into job (id, attempt, available_at, submitted_at, payload) values ($1, 1, $2, $2, $3)`, [
    waiting,
    Date.now(),
    `"${CANARY}"`,
  ]);
  await pool.query(
    `insert into delayed_job (id, shard, attempt, available_at, submitted_at, due_at, payload) values ($1, 1, 1, $2, $2, $2, $3)`,
    [delayed, DAY_FROM_NOW, `"${CANARY}"`],
  );
  await seedKeys(no);
  const timing = { cron: '0 3 * * *', timeZone: 'UTC' };
  const setting = { name: 'nightly', ...timing, payload: `"${CANARY}"`, delayToleranceMs: null, missedRuns: 'skip' };
  const schedule = await make<{ id: string }>(owner, 'schedule.create', { useCase: 'receipts', ...setting });
  const amounts = { concurrency: { factor: 2 } };
  const wish = {
    useCase: 'receipts',
    trafficClass: 'incident',
    incidentUrl: 'https://example.com/1',
    amounts,
    reason: 'a night of it',
    durationMs: HOUR,
  };
  const grant = await make<{ id: string }>(owner, 'grant.grant', wish);
  const hook = { name: 'on-call', url: `https://hooks.example.com/services/${CANARY}`, team: 'payments' };
  const webhook = await make<{ id: string; secret?: string }>(owner, 'webhook.add', hook);
  if (webhook.secret !== undefined) secrets.push(webhook.secret);
  const downstream = { name: 'ledger', team: 'payments' };
  await make(owner, 'downstream.register', downstream);
  const minting = { team: 'payments', name: 'checkout', expiresInDays: 1 };
  const apiKey = await make<{ id: string; key: string }>(owner, 'apiKey.mint', minting);
  secrets.push(apiKey.key);
  const target = { kind: 'redrive', filter: { text: CANARY } };
  const operation = await make<{ id: string }>(owner, 'operation.begin', {
    name: 'receipts',
    target,
    reason: 'the card is back',
  });
  const mode = { criticalityFloor: 'high', reason: 'drill', durationMs: HOUR };
  const chart = { rangeMs: HOUR };
  const job = { id: toJobId(dead as never) };
  const reason = 'because';
  return {
    'session.get': undefined,
    'tier.overview': chart,
    'tier.watch': chart,
    'sharing.waiting': {},
    'sharing.watchWaiting': {},
    'sharing.capacity': { period: 'day' },
    'sharing.fairness': { period: 'day' },
    'sharing.saveCapacity': { period: 'day' },
    'sharing.saveFairness': { period: 'day' },
    'useCase.list': {},
    'useCase.watchList': {},
    'useCase.save': {},
    'useCase.find': { text: 'receipts' },
    'useCase.get': { name: 'receipts' },
    'useCase.report': { name: 'receipts', ...chart },
    'useCase.watchReport': { name: 'receipts', ...chart },
    'useCase.wait': { name: 'receipts' },
    'useCase.watchWait': { name: 'receipts' },
    'useCase.register': { ...registration, name: 'more-receipts' },
    'useCase.change': { name: 'receipts', version: 1, handler: 'sleep', delayToleranceMs: 1 },
    'useCase.pause': { name: 'receipts', isPaused: true, reason },
    'useCase.sendTestJob': { name: 'receipts', payload: '1' },
    'schedule.list': { useCase: 'receipts' },
    'schedule.fires': { id: schedule.id },
    'schedule.preview': timing,
    'schedule.create': { useCase: 'receipts', ...setting, name: 'hourly' },
    'schedule.change': { id: schedule.id, version: 1, ...setting, payload: '2' },
    'schedule.pause': { id: schedule.id, isPaused: true },
    'schedule.delete': { id: schedule.id },
    'grant.list': { useCase: 'receipts' },
    'grant.listAll': {},
    'grant.get': { id: grant.id },
    'grant.history': {},
    'grant.grant': wish,
    'grant.extend': { id: grant.id, version: 1, byMs: HOUR },
    'grant.end': { id: grant.id, version: 1 },
    'downstream.list': {},
    'downstream.register': { ...downstream, name: 'ledger-2' },
    'downstream.change': { name: 'ledger', version: 1, overloadThreshold: 5 },
    'alert.list': {},
    'webhook.list': {},
    'webhook.add': { ...hook, name: 'another' },
    'webhook.test': { id: webhook.id },
    'webhook.remove': { id: webhook.id },
    'incidentMode.list': {},
    'incidentMode.start': mode,
    'incidentMode.extend': { id: 'im_1', byMs: HOUR },
    'incidentMode.end': { id: 'im_1' },
    'handler.list': undefined,
    'team.list': undefined,
    'team.create': { name: 'intruders' },
    'job.get': job,
    'job.list': { useCase: 'receipts', state: 'dead' },
    'job.wait': job,
    'job.cancel': { id: toJobId(waiting), reason },
    'job.changeDeadline': { id: toJobId(waiting), deadline: { delayToleranceMs: 5 }, reason },
    'job.redrive': { ...job, reason },
    'operation.list': { name: 'receipts' },
    'operation.watch': { name: 'receipts' },
    'operation.preview': { name: 'receipts', target },
    'operation.begin': { name: 'receipts', target, reason },
    'operation.stop': { id: operation.id },
    'audit.list': {},
    'audit.chain': {},
    'audit.verify': {},
    'apiKey.list': undefined,
    'apiKey.mint': { ...minting, name: 'theirs' },
    'apiKey.revoke': { id: apiKey.id },
    'replay.begin': { label: 'a day' },
    'replay.end': { id: 'replay_1' },
    'replay.counts': { names: ['receipts'], sinceAt: 0 },
  };
}

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
const typeOf = (procedure: string) => procedures[procedure]?._def.type;

/** All that the caller gets to see, in one text; empty where it is refused. */
async function readAll(caller: Caller, procedure: string): Promise<{ status: number; text: string }> {
  const input = inputs[procedure];
  if (typeOf(procedure) === 'subscription') {
    const stream = await openEventStream({ url: plane.url, cookie: caller.cookie, procedure, input });
    // A stream has begun before it is refused: then it says why in its first event.
    const first = await stream.next().catch((error: Error) => REFUSALS[error.message] ?? String(error));
    stream.close();
    return typeof first === 'number'
      ? { status: first, text: '' }
      : { status: stream.response.status, text: JSON.stringify(first ?? '') };
  }
  const ask = typeOf(procedure) === 'query' ? caller.query : caller.mutate;
  const answer = await ask(procedure, input);
  return { status: answer.status, text: JSON.stringify(answer) };
}

const tellsSecret = (text: string) => [CANARY, ...secrets].some((secret) => text.includes(secret));
const ownedBy = (procedure: string) => ACCESS.get(procedure)?.who === 'ownerTeam';

describe('what belongs to a team', () => {
  test('is asked for by every procedure there is', () => {
    expect(Object.keys(inputs).toSorted()).toEqual([...ACCESS.keys()].toSorted());
  });

  test('is there to be seen: its own people and admins see it', async () => {
    for (const caller of [owner, admin])
      for (const procedure of ['job.get', 'job.list', 'schedule.list', 'operation.list'])
        expect([procedure, tellsSecret((await readAll(caller, procedure)).text)]).toEqual([procedure, true]);
  });

  test('is told to no other team, by no procedure, in no error, and nothing of it is changed', async () => {
    const before = await auditRows(plane.database.pool);
    const owners = [...ACCESS.keys()].filter(ownedBy);
    for (const procedure of ACCESS.keys()) {
      // What it may do for itself, or to the tier as a whole, is not about another team.
      if (typeOf(procedure) === 'mutation' && !ownedBy(procedure)) continue;
      const { status, text } = await readAll(stranger, procedure);
      expect([procedure, tellsSecret(text)]).toEqual([procedure, false]);
      if (owners.includes(procedure)) expect([procedure, status]).toEqual([procedure, expect.toSatisfy(isRefusal)]);
    }
    expect(await auditRows(plane.database.pool)).toEqual(before);
  }, 60_000);

  test('is changed by no viewer, and payloads and addresses are shown to none', async () => {
    const before = await auditRows(plane.database.pool);
    for (const procedure of [...ACCESS.keys()].filter(ownedBy))
      expect([procedure, (await readAll(viewer, procedure)).status]).toEqual([procedure, expect.toSatisfy(isRefusal)]);
    for (const procedure of ['schedule.list', 'webhook.list', 'audit.list', 'apiKey.list'])
      expect([procedure, tellsSecret((await readAll(viewer, procedure)).text)]).toEqual([procedure, false]);
    expect(await auditRows(plane.database.pool)).toEqual(before);
  }, 60_000);

  test('is told to nobody who has not signed in, or whose session has ended', async () => {
    const leaving = await plane.signIn('manager');
    await plane.database.pool.query(
      `delete from app_session where user_id = (select id from app_user where email = 'max@example.com')`,
    );
    for (const caller of [plane.as(''), plane.as('better-auth.session_token=nonsense'), leaving])
      for (const procedure of ACCESS.keys()) {
        if (procedure === 'session.get') continue;
        const { status, text } = await readAll(caller, procedure);
        expect([procedure, tellsSecret(text)]).toEqual([procedure, false]);
        expect([procedure, status]).toEqual([procedure, 401]);
      }
  }, 60_000);
});

function isRefusal(status: unknown): boolean {
  return status === 403 || status === 404;
}

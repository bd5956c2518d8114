import { encodeJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { JobView } from '@leeway/domain/views';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PEOPLE } from '../testing/people.ts';
import { startTestControlPlane, type TestControlPlane } from '../testing/test-control-plane.ts';

const DEAD_AT = 1_800_000_000_000;

let plane: TestControlPlane;
let key: JobKey;
beforeAll(async () => {
  plane = await startTestControlPlane();
  const engineer = await plane.signIn('engineer');
  const registration = { name: 'mail', team: 'payments', handler: 'echo', delayToleranceMs: 0 };
  const { no } = (await engineer.mutate('useCase.register', registration)).data as { no: number };
  key = encodeJobKey({ shard: 1, useCaseNo: no, deadlineAt: DEAD_AT, tie: 7 });
  await plane.database.pool.query(
    `insert into dead_job (id, use_case_no, attempt, available_at, submitted_at, started_at, dead_at, payload, failure_code,
       failure_message)
     values ($1, $2, 5, $3, $3, $3, $3, '"secret payload"', 'HANDLER_ERROR', 'no such card 4242')`,
    [key, no, DEAD_AT],
  );
});
afterAll(() => plane.stop());

async function seenBy(person: keyof typeof PEOPLE): Promise<JobView[]> {
  const caller = await plane.signIn(person);
  const job = (await caller.query('job.get', { id: toJobId(key) })).data as JobView;
  const list = (await caller.query('job.list', { useCase: 'mail', state: 'dead' })).data as { rows: JobView[] };
  return [job, ...list.rows];
}

test.each(['engineer', 'viewer', 'admin'] as const)('the text of a failure is shown to %s', async (person) => {
  const seen = await seenBy(person);
  expect(seen).toHaveLength(2);
  for (const { failure } of seen) expect(failure).toEqual({ code: 'HANDLER_ERROR', message: 'no such card 4242' });
});

test('another team learns that and how a job failed, not what the error said', async () => {
  const seen = await seenBy('stranger');
  expect(seen.map(({ state, attempt, failure }) => [state, attempt, failure?.code])).toEqual([
    ['dead', 5, 'HANDLER_ERROR'],
    ['dead', 5, 'HANDLER_ERROR'],
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/4242|secret/);
});

test('a job or use case that is not there is not found', async () => {
  const viewer = await plane.signIn('viewer');
  const missing = toJobId(encodeJobKey({ shard: 0, useCaseNo: 9, deadlineAt: 0, tie: 0 }));
  expect((await viewer.query('job.get', { id: missing })).error?.code).toBe('NOT_FOUND');
  expect((await viewer.query('job.get', { id: 'job_1' })).error?.fields).toMatchObject([{ field: 'id' }]);
  expect((await viewer.query('job.list', { useCase: 'nothing', state: 'dead' })).error?.code).toBe('NOT_FOUND');
});

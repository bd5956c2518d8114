import { encodeJobKey } from '@leeway/domain/job-id';
import { describe, expect, it } from 'vitest';
import type { HandlerContext } from './handler-loader.ts';
import { JobContext, jobsOf, runJob } from './run-job.ts';

async function tokenOf(epoch: number, token: number): Promise<string> {
  const bundle = {
    no: 1,
    useCase: 'receipts',
    handler: 'noop',
    timeoutMs: 1_000,
    keys: [encodeJobKey({ shard: 0, useCaseNo: 1, deadlineAt: 1, tie: 1 })],
    attempts: [1],
    epochs: [epoch],
    tokens: [token],
    jobCounts: [1],
    payloads: ['{}'],
  };
  const seen: string[] = [];
  const run = (_payload: unknown, context: HandlerContext) => void seen.push(context.fencingToken);
  for (const job of jobsOf(bundle)) expect(await runJob({ run }, new JobContext(job), job.payload)).toBeNull();
  return seen[0] ?? '';
}

describe('the fencing token', () => {
  it('is greater, as text, for every later lease: of the same owner, and of the next', async () => {
    const tokens = [await tokenOf(1, 9), await tokenOf(1, 10), await tokenOf(2, 1), await tokenOf(10, 1)];
    expect(tokens.toSorted()).toEqual(tokens);
    expect(new Set(tokens).size).toBe(4);
  });
});

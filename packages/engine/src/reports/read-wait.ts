import { decodeJobKey, type JobKey, toJobId } from '@leeway/domain/job-id';
import type { JobView } from '@leeway/domain/views';
import type { EngineWait, Gate, GateReading, JobWait, UseCaseWait, WaitReason } from '@leeway/domain/wait-reason';
import { getUseCaseNo } from './get-use-case-no.ts';
import { countAhead } from './sql/count-ahead.ts';
import { readWaitStates } from './sql/read-wait-states.ts';
import type { Store } from './store-time.ts';
import { waitOfKey } from './wait-of-key.ts';

/** Nobody counts further than this. */
const MAX_AHEAD = 10_000;
const SHARD_DIGITS = 4;
const USE_CASE_DIGITS = 6;

interface WaitRow {
  engine_id: string;
  seen_at: number;
  gate: Gate;
  readings: GateReading[];
  head_available_at: number | null;
}

/** Why a use case waits, as each engine that has jobs of it ready says, a second old at most. NOT_FOUND. */
export async function readUseCaseWait(store: Store, useCase: string): Promise<UseCaseWait> {
  return { useCase, engines: await readEngines(store, await getUseCaseNo(store, useCase)) };
}

/** Why a job has not started: what its use case waits for, and how many stand before it. */
export async function readJobWait(store: Store, key: JobKey, job: JobView): Promise<JobWait> {
  const id = toJobId(key);
  const { state } = job;
  if (state === 'delayed') return { id, state, reason: notDue(job), aheadCount: null, isMoreAhead: false };
  if (state !== 'waiting') return { id, state, reason: null, aheadCount: null, isMoreAhead: false };
  const engines = await readEngines(store, decodeJobKey(key).useCaseNo);
  const ahead = await readAhead(store, key);
  const aheadCount = Math.min(ahead, MAX_AHEAD);
  return {
    id,
    state,
    reason: waitOfKey(engines, job.concurrencyKey) ?? onItsWay(),
    aheadCount,
    isMoreAhead: ahead > MAX_AHEAD,
  };
}

async function readEngines(store: Store, useCaseNo: number): Promise<EngineWait[]> {
  const { rows } = await store.query<WaitRow>({ ...readWaitStates, values: [useCaseNo] });
  return rows.map(({ engine_id, seen_at, gate, readings, head_available_at }) => ({
    engineId: engine_id,
    seenAt: Number(seen_at),
    gate,
    readings,
    headAvailableAt: head_available_at,
  }));
}

async function readAhead(store: Store, key: JobKey): Promise<number> {
  const digits = key.replaceAll('-', '');
  const useCase = digits.slice(SHARD_DIGITS, SHARD_DIGITS + USE_CASE_DIGITS);
  const lowest = useCase.padEnd(digits.length - SHARD_DIGITS, '0');
  const { rows } = await store.query<{ ahead_count: number }>({
    ...countAhead,
    values: [lowest, digits.slice(SHARD_DIGITS), MAX_AHEAD + 1],
  });
  return rows[0]?.ahead_count ?? 0;
}

function reading(gate: Gate, opensAt: number | null, text: string): WaitReason {
  const numbers = { used: null, limit: null, unit: null, holders: [] };
  return {
    gate,
    readings: [{ gate, isOpen: false, opensAt, text, ...numbers }],
    headAvailableAt: null,
    seenAt: Date.now(),
  };
}

function notDue({ dueAt }: JobView): WaitReason {
  return reading('notDue', dueAt, 'Its earliest start, or its next attempt, is still ahead');
}

function onItsWay(): WaitReason {
  return reading('turn', null, 'No gate is closed: it is on its way to a worker, or no engine has spoken for 5 s');
}

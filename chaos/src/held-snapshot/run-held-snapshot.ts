import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openTier, type Tier } from '../run/open-tier.ts';
import { untilDrained } from '../run/until-drained.ts';
import { type Alarm, type Figures, type Judged, measure, split, type Window } from './judge-windows.ts';
import { readStarts } from './read-starts.ts';
import { holdAndTellPid } from './sql/hold-snapshot.ts';
import { readAlarm, readDeadRows } from './sql/read-alarm.ts';
import type { SteadySettings } from './steady-client.ts';

const CLIENT = path.join(import.meta.dirname, 'steady-client.ts');
const USE_CASES = Array.from({ length: 8 }, (_, index) => `steady-${index}`);
const WARM_UP_MS = 20_000;
const PART_MS = 60_000;
const TICK_MS = 1_000;

export interface HeldSnapshotOptions {
  readonly heldMs: number;
  /** How long is measured without the snapshot before. */
  readonly beforeMs: number;
  readonly jobsPerSecond: number;
  readonly engineCount: number;
  readonly folder: string;
  readonly onPart: (part: Part) => void;
}

export interface Part extends Figures {
  readonly isHeld: boolean;
  readonly deadRows: number;
  readonly megabytes: number;
  /** Of the machine in that minute: others may use it as well. */
  readonly load: number;
}

export interface HeldSnapshotResult extends Judged {
  readonly parts: readonly Part[];
  readonly refusedCount: number;
}

/** The same load before a foreign snapshot is opened and while it is held: what starts, how late, and who says so when. */
export async function runHeldSnapshot(options: HeldSnapshotOptions): Promise<HeldSnapshotResult> {
  const { folder, engineCount } = options;
  const tier = await openTier({
    folder,
    engineCount,
    slotCount: 2,
    useCases: USE_CASES,
    seed: 0,
    handler: 'record-start',
    hasWitness: false,
  });
  try {
    return await measureBoth(tier, options);
  } finally {
    await tier.close();
  }
}

async function measureBoth(tier: Tier, options: HeldSnapshotOptions): Promise<HeldSnapshotResult> {
  const { jobsPerSecond, beforeMs, heldMs, onPart } = options;
  const figuresOf = (window: Window) => measure(readStarts(path.join(options.folder, 'starts'), window), window);
  const client = startClient({ urls: tier.urls, apiKey: tier.apiKey, useCases: USE_CASES, jobsPerSecond });
  await sleep(WARM_UP_MS);
  const parts: Part[] = [];
  const watch = async (window: Window, isHeld: boolean): Promise<void> => {
    for (const part of split(window, PART_MS)) {
      await sleep(Math.max(0, part.toAt + TICK_MS - Date.now()));
      const measured = { ...figuresOf(part), ...(await readBloat(tier)), load: loadavg()[0] ?? 0, isHeld };
      parts.push(measured);
      onPart(measured);
    }
  };
  const before = { fromAt: Date.now(), toAt: Date.now() + beforeMs };
  await watch(before, false);

  const holder = await holdSnapshot(tier);
  const held = { fromAt: Date.now(), toAt: Date.now() + heldMs };
  const alarm = untilAlarm(tier, holder.pid, held);
  await watch(held, true);
  await holder.end();
  const refusedCount = await client.end();
  await untilDrained(tier, () => undefined);
  const last = { fromAt: Math.max(held.fromAt, held.toAt - Math.max(beforeMs, PART_MS)), toAt: held.toAt };
  return { parts, refusedCount, before: figuresOf(before), last: figuresOf(last), alarm: await alarm };
}

function startClient(settings: SteadySettings): { end(): Promise<number> } {
  const child = fork(CLIENT, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    end: async () => {
      const answer = once(child, 'message');
      child.send({});
      const [{ refusedCount }] = (await answer) as [{ refusedCount: number }];
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return refusedCount;
    },
  };
}

/** A session that reads once in a transaction and then forgets to end it. */
async function holdSnapshot({ postgres }: Tier): Promise<{ pid: number; end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: postgres.connectionString, application_name: 'forgotten report' });
  await client.connect();
  await client.query('begin isolation level repeatable read');
  const { rows } = await client.query<{ pid: number }>(holdAndTellPid);
  return { pid: rows[0]?.pid ?? 0, end: () => client.end() };
}

/** Null where none came as long as the snapshot was held. */
async function untilAlarm({ pool }: Tier, pid: number, { fromAt, toAt }: Window): Promise<Alarm | null> {
  for (; Date.now() < toAt; await sleep(TICK_MS / 4)) {
    const { rows } = await pool.query<{ raised_at: number; pid: number }>(readAlarm);
    const found = rows[0];
    if (found !== undefined) return { afterMs: found.raised_at - fromAt, namesHolder: found.pid === pid };
  }
  return null;
}

async function readBloat({ pool }: Tier): Promise<Pick<Part, 'deadRows' | 'megabytes'>> {
  const { rows } = await pool.query<{ dead_rows: number; bytes: number }>(readDeadRows);
  return { deadRows: rows[0]?.dead_rows ?? 0, megabytes: Math.round((rows[0]?.bytes ?? 0) / 2 ** 20) };
}

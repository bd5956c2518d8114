import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@leeway/trace/random';
import { checkLedger } from '../check/check-ledger.ts';
import type { Verdict } from '../check/verdict.ts';
import type { Run, ShardEpoch } from '../ledger/ledger.ts';
import { keepWitness, readLedger } from '../ledger/read-ledger.ts';
import type { EnginePart } from '../parts/engine.ts';
import { openTier, type Tier } from '../run/open-tier.ts';
import { USE_CASES } from '../run/run-chaos.ts';
import { untilDrained } from '../run/until-drained.ts';
import { readShardEpochs, readWitness } from '../witness/witness.ts';
import { readShardsOf, readShares } from './sql/read-shares.ts';

const LOOK_MS = 25;
const SHARE_LIMIT_MS = 60_000;
const JOBS_PER_SECOND = 400;
const SLOT_COUNT = 2;
const CLIENT_COUNT = 2;

export interface TakeoverOptions {
  readonly killCount: number;
  readonly engineCount: number;
  readonly seed: number;
  readonly folder: string;
  readonly onKill: (kill: number, slowestMs: number) => void;
  readonly isStopped: () => boolean;
}

interface Kill {
  readonly at: number;
  readonly pid: number;
  readonly shards: readonly number[];
  /** From the newcomer's first word until all engines had their share. */
  readonly sharedMs: number;
}

export interface TakeoverResult {
  /** From the kill until a shard of the dead had its next owner, all shards of all kills. */
  readonly takeoverMs: readonly number[];
  /** From the kill until a job that the dead had in hand ran again. */
  readonly orphanMs: readonly number[];
  /** From the newcomer's start until the shards were shared out evenly. */
  readonly sharedMs: readonly number[];
  readonly verdict: Verdict;
}

/** Kills one owner after another under a steady load, and measures how long its shards and its jobs lie there. */
export async function runTakeovers(options: TakeoverOptions): Promise<TakeoverResult> {
  const tier = await openTier({ ...options, slotCount: SLOT_COUNT, useCases: USE_CASES, isCalm: true });
  try {
    const clients = tier.startClients(CLIENT_COUNT);
    const beganAt = performance.now();
    const feeding = setInterval(
      () => clients.allow(Math.ceil(((performance.now() - beganAt) / 1_000) * JOBS_PER_SECOND)),
      LOOK_MS,
    );
    const random = createRandom(options.seed, options.killCount, 0);
    await untilShared(tier, options.engineCount);
    const kills: Kill[] = [];
    while (kills.length < options.killCount && !options.isStopped()) {
      await sleep(random() * 1_000);
      kills.push(await killOne(tier, random(), options.engineCount));
      const epochs = await readShardEpochs(tier.pool);
      options.onKill(kills.length, Math.max(...takeoversOf(kills.slice(-1), epochs)));
    }
    clearInterval(feeding);
    await clients.end();
    await untilDrained(tier, () => undefined);
    keepWitness(options.folder, await readWitness(tier.pool));
    const ledger = readLedger(options.folder);
    return {
      takeoverMs: takeoversOf(kills, ledger.witness.epochs),
      orphanMs: orphansOf(kills, ledger.runs),
      sharedMs: kills.map(({ sharedMs }) => sharedMs),
      verdict: checkLedger(ledger),
    };
  } finally {
    await tier.close();
  }
}

async function killOne(tier: Tier, pick: number, engineCount: number): Promise<Kill> {
  const running = tier.engines.running();
  const engine = running[Math.floor(pick * running.length)] as EnginePart;
  const { rows } = await tier.pool.query<{ shard: number }>(readShardsOf, [engine.engineId]);
  const { pid } = engine.mark;
  const at = Date.now();
  tier.engines.kill(engine);
  tier.ledger.fault({ kind: 'kill', target: 'engine', pid, from: at, to: Date.now() });
  while (tier.engines.running().includes(engine)) await sleep(LOOK_MS);
  await tier.engines.untilComplete();
  const startedAt = performance.now();
  await untilShared(tier, engineCount);
  return { at, pid, shards: rows.map(({ shard }) => shard), sharedMs: performance.now() - startedAt };
}

/** No engine has more than its share, rounded up, and all shards have an owner. */
async function untilShared({ pool, engines }: Tier, engineCount: number): Promise<void> {
  for (const endAt = performance.now() + SHARE_LIMIT_MS; ; await sleep(LOOK_MS)) {
    const { rows } = await pool.query<{ owner: string; shard_count: number }>(readShares);
    const alive = new Set(engines.running().map(({ engineId }) => engineId));
    const counts = rows.filter(({ owner }) => alive.has(owner)).map((row) => row.shard_count);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const share = Math.ceil(total / engineCount);
    if (counts.length === engineCount && total === 16 && Math.max(...counts) <= share) return;
    if (performance.now() > endAt) throw new Error(`the shards are shared ${counts.join(', ')} after a minute`);
  }
}

function takeoversOf(kills: readonly Kill[], epochs: readonly ShardEpoch[]): number[] {
  return kills.flatMap(({ at, shards }) =>
    shards.map((shard) => (epochs.find((epoch) => epoch.shard === shard && epoch.at > at)?.at ?? Infinity) - at),
  );
}

/** A run that a kill cut off, or whose result it swallowed, and the next run of the same job. */
function orphansOf(kills: readonly Kill[], runs: readonly Run[]): number[] {
  const killedAt = new Map(kills.map(({ pid, at }) => [pid, at]));
  const found: number[] = [];
  for (const ofJob of Map.groupBy(runs, ({ id, attempt }) => `${id} ${attempt}`).values()) {
    if (ofJob.length < 2) continue;
    const inOrder = ofJob.toSorted((a, b) => a.startedAt - b.startedAt);
    const diedAt = killedAt.get(inOrder[0]?.enginePid ?? 0);
    if (diedAt !== undefined) found.push((inOrder[1]?.startedAt ?? 0) - diedAt);
  }
  return found;
}

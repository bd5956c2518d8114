import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '@leeway/trace/random';
import { checkLedger } from '../check/check-ledger.ts';
import { shardOf } from '../check/find-explanation.ts';
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
const SLOT_COUNT = 2;
const CLIENT_COUNT = 2;

export interface TakeoverOptions {
  readonly killCount: number;
  readonly engineCount: number;
  readonly jobsPerSecond: number;
  readonly seed: number;
  readonly folder: string;
  readonly onKill: (kill: number, slowestMs: number) => void;
  readonly isStopped: () => boolean;
}

interface Kill {
  readonly at: number;
  readonly pid: number;
  readonly engineId: string;
  readonly shards: readonly number[];
  /** From the newcomer's first word until all engines had their share. */
  readonly sharedMs: number;
}

export interface TakeoverResult {
  /** From the kill until a shard of the dead had its next owner, all shards of all kills. */
  readonly takeoverMs: readonly number[];
  /** From the kill of its last owner until a job that a dead engine had in hand ran again. */
  readonly orphanMs: readonly number[];
  /** From the newcomer's start until the shards were shared out evenly. */
  readonly sharedMs: readonly number[];
  /** Shards that were taken from an engine that lived: its lease was too short for what held it up. */
  readonly falseTakeoverCount: number;
  readonly verdict: Verdict;
  /** Of the machine at the end, in the last minute: others may have used it as well. */
  readonly load: number;
}

/** Kills one owner after another under a steady load, and measures how long its shards and its jobs lie there. */
export async function runTakeovers(options: TakeoverOptions): Promise<TakeoverResult> {
  const tier = await openTier({ ...options, slotCount: SLOT_COUNT, useCases: USE_CASES, isCalm: true });
  try {
    const clients = tier.startClients(CLIENT_COUNT);
    const beganAt = performance.now();
    const feeding = setInterval(
      () => clients.allow(Math.ceil(((performance.now() - beganAt) / 1_000) * options.jobsPerSecond)),
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
      falseTakeoverCount: countFalse(kills, ledger.witness.epochs),
      verdict: checkLedger(ledger),
      load: loadavg()[0] ?? 0,
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
  return {
    at,
    pid,
    engineId: engine.engineId,
    shards: rows.map(({ shard }) => shard),
    sharedMs: performance.now() - startedAt,
  };
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

function countFalse(kills: readonly Kill[], epochs: readonly ShardEpoch[]): number {
  const diedAt = new Map(kills.map(({ engineId, at }) => [engineId, at]));
  const ownerBefore = new Map(epochs.map(({ shard, epoch, owner }) => [`${shard} ${epoch + 1}`, owner]));
  return epochs.filter(({ shard, epoch, at, isTakeOver }) => {
    const owner = ownerBefore.get(`${shard} ${epoch}`);
    return isTakeOver && owner !== undefined && at < (diedAt.get(owner) ?? Infinity);
  }).length;
}

/**
 * A run that a kill cut off, or whose result it swallowed, and the next run of the same job. Where the next owner of its
 * shard was killed as well before it ran, the job had no live owner until after that kill: it counts from there.
 */
function orphansOf(kills: readonly Kill[], runs: readonly Run[]): number[] {
  const killed = new Set(kills.map(({ pid }) => pid));
  const found: number[] = [];
  for (const ofJob of Map.groupBy(runs, ({ id, attempt }) => `${id} ${attempt}`).values()) {
    const [first, second] = ofJob.toSorted((a, b) => a.startedAt - b.startedAt);
    if (first === undefined || second === undefined || !killed.has(first.enginePid)) continue;
    const shard = shardOf(first.id);
    const ownerless = kills.filter(({ at, shards }) => shards.includes(shard) && at < second.startedAt);
    found.push(second.startedAt - Math.max(...ownerless.map(({ at }) => at)));
  }
  return found;
}

import type { Pool } from 'pg';
import type { CapacitySample } from '../capacity/capacity-sample.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { GrantBuffer } from './grant-buffer.ts';
import { PairBuffer } from './pair-buffer.ts';
import { SharingBuffer } from './sharing-buffer.ts';
import { exchangeDownstreams } from './sql/exchange-downstreams.ts';
import { writeWaits } from './sql/write-waits.ts';
import { writeGrants, writeMinute, writePairs } from './write-sharing.ts';

const TICK_MS = 1_000;
const FLUSH_MS = 5_000;
/** Writing it down may take this share of the time: less often where thousands of use cases share the pool. */
const FLUSH_SHARE = 0.05;
const MAX_FLUSH_GAP_MS = 30_000;

export interface SharingOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly engineId: string;
  /** Store time, estimated. */
  readonly now: () => number;
  /** Makes the dispatcher look at what was shared; it answers through `record`. */
  readonly tick: () => void;
}

export interface SharingService extends Service {
  record(sample: CapacitySample): void;
  /** Jobs that only a grant let in. */
  recordSubmits(submits: { readonly grantId: string; readonly useCaseNo: number; readonly count: number }): void;
  /** Overload signals of a downstream that other engines saw in the last minute. */
  foreignSignals(downstreamId: string): number;
  /** Engines that call a downstream now, this one among them. */
  callerCount(downstreamId: string): number;
}

interface ForeignDownstream {
  readonly downstream_id: string;
  readonly signal_count: number;
  readonly caller_count: number;
}

/**
 * Writes down who waits and why (each second, while anybody does), what sharing meant for each use case (every five, less often where that takes long), and
 * tells other engines of overloaded downstreams. A kill loses some seconds of these figures; usage is counted elsewhere, exactly.
 */
export function createSharingService(options: SharingOptions): SharingService {
  const { pool, clock, engineId } = options;
  const buffer = new SharingBuffer();
  const pairs = new PairBuffer();
  const grants = new GrantBuffer();
  let last: CapacitySample | null = null;
  let foreign = new Map<string, ForeignDownstream>();
  let hasWaits = false;
  let flushAt = 0;

  const flushGrants = async (): Promise<void> => {
    const used = grants.take();
    if (used.length === 0) return;
    try {
      await writeGrants(pool, used);
    } catch (error) {
      grants.putBack(used);
      throw error;
    }
  };

  const flush = async (now: number): Promise<void> => {
    await flushGrants();
    const minutes = buffer.take();
    for (const [index, minute] of minutes.entries()) {
      try {
        await writeMinute(pool, minute);
      } catch (error) {
        buffer.putBack(minutes.slice(index), now);
        throw error;
      }
    }
  };

  const sayWaits = async ({ storeNow, waits }: Pick<CapacitySample, 'storeNow' | 'waits'>): Promise<void> => {
    if (waits.length === 0 && !hasWaits) return;
    const columns = [
      waits.map(({ useCaseNo }) => useCaseNo),
      waits.map(({ reason }) => reason.gate),
      waits.map(({ reason }) => JSON.stringify(reason.readings)),
      waits.map(({ reason }) => reason.headAvailableAt),
    ];
    await pool.query({ ...writeWaits, values: [engineId, Math.round(storeNow), ...columns] });
    hasWaits = waits.length > 0;
  };

  const exchange = async ({ storeNow, downstreams }: CapacitySample, now: number): Promise<void> => {
    if (downstreams.length === 0) return;
    const columns = [
      downstreams.map(({ downstreamId }) => downstreamId),
      downstreams.map(({ signalCount }) => signalCount),
      downstreams.map(({ startCount }) => startCount),
      downstreams.map(({ limitPerSecond }) => limitPerSecond),
      downstreams.map(({ cutAt }) => (cutAt === null ? null : Math.round(now - cutAt))),
    ];
    const { rows } = await pool.query<ForeignDownstream>({
      ...exchangeDownstreams,
      values: [engineId, Math.round(storeNow), ...columns],
    });
    foreign = new Map(rows.map((row) => [row.downstream_id, row]));
  };

  const runOnce = async () => {
    last = null;
    options.tick();
    const sample = last as CapacitySample | null;
    const now = clock.elapsed();
    if (sample !== null) {
      await sayWaits(sample);
      await exchange(sample, now);
    }
    if (now >= flushAt) {
      flushAt = now + FLUSH_MS;
      await flush(clock.now());
      for (const minute of pairs.take(options.now())) await writePairs(pool, minute);
      const tookMs = clock.elapsed() - now;
      flushAt = now + Math.min(MAX_FLUSH_GAP_MS, Math.max(FLUSH_MS, tookMs / FLUSH_SHARE));
    }
    return { waitMs: TICK_MS };
  };

  const loop = createLoop({ name: 'sharing', clock, log: options.log, runOnce });
  return {
    start: loop.start,
    stop: async () => {
      await loop.stop();
      const last = async () => {
        await flush(clock.now());
        for (const minute of pairs.take(Number.POSITIVE_INFINITY)) await writePairs(pool, minute);
      };
      await last().catch((error: unknown) =>
        options.log.warn({ err: error }, 'the last seconds of sharing were not written'),
      );
      await sayWaits({ storeNow: clock.now(), waits: [] }).catch(() => undefined);
    },
    record: (sample) => {
      last = sample;
      buffer.add(sample);
      pairs.add(sample);
      for (const grant of sample.grants) grants.add(grant, sample.storeNow);
    },
    recordSubmits: ({ grantId, useCaseNo, count }) =>
      grants.addSubmits(grantId, useCaseNo, { count, at: options.now() }),
    foreignSignals: (id) => foreign.get(id)?.signal_count ?? 0,
    callerCount: (id) => 1 + (foreign.get(id)?.caller_count ?? 0),
  };
}

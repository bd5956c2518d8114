import { hostname } from 'node:os';
import type { WorkerSlotView } from '@leeway/domain/views';
import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Service } from '../runtime/service.ts';
import { removeBeat } from './sql/remove-beat.ts';
import { writeBeat } from './sql/write-beat.ts';

const BEAT_MS = 1_000;

export interface EngineStatus {
  readonly shardCount: number;
  readonly leasedCount: number;
  readonly rssMb: number;
  readonly slots: readonly WorkerSlotView[];
}

export interface BeatOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Log;
  readonly engineId: string;
  /** Store time. */
  readonly startedAt: number;
  readonly status: () => EngineStatus;
}

/** Tells the console each second that this engine lives and what it holds. */
export function createBeatService(options: BeatOptions): Service {
  const { pool, engineId } = options;
  const loop = createLoop({
    name: 'beat',
    clock: options.clock,
    log: options.log,
    runOnce: async () => {
      const values = [engineId, hostname(), options.startedAt, JSON.stringify(options.status())];
      await pool.query({ ...writeBeat, values });
      return { waitMs: BEAT_MS };
    },
  });
  return {
    start: loop.start,
    stop: async () => {
      await loop.stop();
      await pool.query({ ...removeBeat, values: [engineId] }).catch(() => undefined);
    },
  };
}

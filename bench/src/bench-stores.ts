import { pickFreePort } from '@leeway/db/embedded/port';
import { type BenchPostgres, startBenchPostgres } from './stores/postgres.ts';
import { findRedisVersion, startRedis } from './stores/redis.ts';
import { makeScratchFolder } from './stores/scratch-folder.ts';
import { findSystem } from './systems/find-system.ts';
import type { Place, SystemName } from './words.ts';

export interface BenchStores {
  readonly versions: Readonly<Record<string, string>>;
  readonly postgresSettings: string;
  /** Gives `work` empty stores, and removes them after it. */
  withPlace<T>(need: PlaceNeed, work: (place: Place) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface PlaceNeed {
  readonly system: SystemName;
  /** Runs that name the same find the database as the one before left it; null: an empty one. */
  readonly keptAs: string | null;
}

/** Starts Postgres for the whole benchmark; Redis is started for each run that needs it. */
export async function openStores(profileDir: string | null): Promise<BenchStores> {
  const scratch = await makeScratchFolder();
  const postgres = await startBenchPostgres(scratch.postgresDir).catch(async (error: unknown) => {
    await scratch.remove();
    throw error;
  });
  const withDatabase = createDatabases(postgres);
  return {
    versions: { postgres: postgres.version, redis: findRedisVersion() ?? 'not installed' },
    postgresSettings: postgres.settings,
    withPlace: async (need, work) =>
      await withRedis(scratch.dir, need.system, (redisPort) =>
        withDatabase(need, async (databaseUrl) =>
          work({ databaseUrl, redisPort, port: await pickFreePort(), profileDir }),
        ),
      ),
    stop: async () => {
      await postgres.stop();
      await scratch.remove();
    },
  };
}

async function withRedis<T>(dir: string, system: SystemName, work: (port: number | null) => Promise<T>): Promise<T> {
  const appendfsync = findSystem(system).needsRedis;
  if (appendfsync === undefined) return await work(null);
  const redis = await startRedis(dir, appendfsync);
  try {
    return await work(redis.port);
  } finally {
    await redis.stop();
  }
}

type WithDatabase = <T>(need: PlaceNeed, work: (databaseUrl: string) => Promise<T>) => Promise<T>;

function createDatabases(postgres: BenchPostgres): WithDatabase {
  const kept = new Map<string, string>();
  let count = 0;
  return async ({ system, keptAs }, work) => {
    count += 1;
    const name = `run_${count}`;
    const databaseUrl = kept.get(keptAs ?? '') ?? (await postgres.createDatabase(name, system));
    if (keptAs !== null) {
      kept.set(keptAs, databaseUrl);
      return await work(databaseUrl);
    }
    try {
      return await work(databaseUrl);
    } finally {
      await postgres.dropDatabase(name);
    }
  };
}

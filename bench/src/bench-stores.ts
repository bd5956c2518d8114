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

export interface StoreOptions {
  readonly port: number;
  readonly profileDir: string | null;
}

/** Starts Postgres for the whole benchmark; Redis is started for each run that needs it. */
export async function openStores({ port, profileDir }: StoreOptions): Promise<BenchStores> {
  const scratch = await makeScratchFolder();
  const postgres = await startBenchPostgres(scratch.postgresDir, port);
  const redis = findRedisVersion();
  let runNo = 0;
  const kept = new Map<string, string>();
  return {
    versions: { postgres: postgres.version, redis: redis ?? 'not installed' },
    postgresSettings: postgres.settings,
    withPlace: async ({ system, keptAs }, work) => {
      runNo += 1;
      const appendfsync = findSystem(system).needsRedis;
      const redisPort = appendfsync === undefined ? null : port + 1;
      const server =
        appendfsync === undefined ? null : await startRedis({ dir: scratch.dir, port: port + 1, appendfsync });
      try {
        if (keptAs === null)
          return await withDatabase(postgres, { name: `run_${runNo}`, system }, (databaseUrl) =>
            work({ databaseUrl, redisPort, port: port + 2, profileDir }),
          );
        const databaseUrl = kept.get(keptAs) ?? (await postgres.createDatabase(`kept_${runNo}`, system));
        kept.set(keptAs, databaseUrl);
        return await work({ databaseUrl, redisPort, port: port + 2, profileDir });
      } finally {
        await server?.stop();
      }
    },
    stop: async () => {
      await postgres.stop();
      await scratch.remove();
    },
  };
}

async function withDatabase<T>(
  postgres: BenchPostgres,
  { name, system }: { readonly name: string; readonly system: SystemName },
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const databaseUrl = await postgres.createDatabase(name, system);
  try {
    return await work(databaseUrl);
  } finally {
    await postgres.dropDatabase(name);
  }
}

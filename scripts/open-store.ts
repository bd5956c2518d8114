import { checkStore } from '@leeway/db/check-store';
import { ownDataDir } from '@leeway/db/data-dir';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '@leeway/db/embedded';
import type { DbEnv } from '@leeway/db/env';

export interface OpenStore {
  readonly connectionString: string;
  /** Leaves everything as it was found. */
  close(): Promise<void>;
}

/** The store for a short command: the one of DATABASE_URL, the embedded one that runs, or that one started for a moment. */
export async function openStore({ databaseUrl, dataDir, port }: DbEnv): Promise<OpenStore> {
  const running = databaseUrl ?? (await findEmbeddedPostgres(dataDir));
  if (running !== null) {
    await checkStore(running);
    return { connectionString: running, close: async () => undefined };
  }
  const lock = ownDataDir(dataDir);
  try {
    const { connectionString, stop } = await startEmbeddedPostgres({ dataDir, port });
    const close = async () => {
      await stop();
      lock.release();
    };
    return { connectionString, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

import type { Pool } from 'pg';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import { createLoop, type Loop } from '../runtime/service.ts';
import type { ApiKeyEntry, DownstreamEntry, GrantEntry, IncidentModeEntry, UseCaseEntry } from './entries.ts';
import {
  type ApiKeyRow,
  type DownstreamRow,
  type GrantRow,
  type IncidentModeRow,
  toDownstreamEntry,
  toEntry,
  toGrantEntry,
  toIncidentModeEntry,
  toKeyEntry,
  type UseCaseRow,
} from './rows.ts';
import { loadApiKeys } from './sql/load-api-keys.ts';
import { loadDownstreams } from './sql/load-downstreams.ts';
import { loadGrants } from './sql/load-grants.ts';
import { loadIncidentModes } from './sql/load-incident-modes.ts';
import { loadUseCases } from './sql/load-use-cases.ts';
import { readRegistryVersion } from './sql/read-registry-version.ts';

/** How soon a change in the registry is in force here. */
const POLL_MS = 400;
const CATCH_UP_MS = 1_000;

export interface Registry extends Loop {
  findByName(name: string): UseCaseEntry | undefined;
  findByNo(no: number): UseCaseEntry | undefined;
  /** Whether any use case is run by its team's own programs. */
  hasRemote(): boolean;
  findKey(secretHash: string): ApiKeyEntry | undefined;
  findDownstream(id: string): DownstreamEntry | undefined;
  /** Planned, in force, and such as ended since the registry last changed: whoever reads them looks at the clock. */
  grants(): readonly GrantEntry[];
  incidentModes(): readonly IncidentModeEntry[];
  /** Rises with every change that was taken up. */
  version(): number;
  /** Takes up changes now, if there are any; throws where the store does not answer. */
  refreshOnce(): Promise<boolean>;
  /** The same for callers that wait: they share one look, and are told no later than in a second. */
  catchUp(): Promise<void>;
}

/** What of the registry this process needs, in memory, at most `POLL_MS` old while the store answers. */
export function createRegistry(pool: Pool, clock: Clock, log: Log): Registry {
  let version = -1;
  let byName = new Map<string, UseCaseEntry>();
  let byNo = new Map<number, UseCaseEntry>();
  let keys = new Map<string, ApiKeyEntry>();
  let downstreams = new Map<string, DownstreamEntry>();
  let grants: readonly GrantEntry[] = [];
  let incidentModes: readonly IncidentModeEntry[] = [];
  let hasRemote = false;

  const refreshOnce = async (): Promise<boolean> => {
    const found = await pool.query<{ version: number }>(readRegistryVersion);
    const current = Number(found.rows[0]?.version);
    if (current === version) return false;
    const useCases = (await pool.query<UseCaseRow>(loadUseCases)).rows.map(toEntry);
    const apiKeys = (await pool.query<ApiKeyRow>(loadApiKeys)).rows.map(toKeyEntry);
    const downstreamEntries = (await pool.query<DownstreamRow>(loadDownstreams)).rows.map(toDownstreamEntry);
    const grantEntries = (await pool.query<GrantRow>(loadGrants)).rows.map(toGrantEntry);
    incidentModes = (await pool.query<IncidentModeRow>(loadIncidentModes)).rows.map(toIncidentModeEntry);
    downstreams = new Map(downstreamEntries.map((entry) => [entry.id, entry]));
    grants = grantEntries;
    byName = new Map(useCases.map((entry) => [entry.name, entry]));
    byNo = new Map(useCases.map((entry) => [entry.no, entry]));
    keys = new Map(apiKeys.map((entry) => [entry.secretHash, entry]));
    hasRemote = useCases.some(({ runtime }) => runtime === 'remote');
    version = current;
    return true;
  };

  const loop = createLoop({
    name: 'registry',
    clock,
    log,
    runOnce: async () => {
      await refreshOnce();
      return { waitMs: POLL_MS };
    },
  });

  let underWay: Promise<unknown> | null = null;
  const catchUp = async (): Promise<void> => {
    underWay ??= refreshOnce().finally(() => {
      underWay = null;
    });
    await withLimit(underWay, { clock, limitMs: CATCH_UP_MS });
  };

  return {
    ...loop,
    refreshOnce,
    catchUp,
    findByName: (name) => byName.get(name),
    findByNo: (no) => byNo.get(no),
    hasRemote: () => hasRemote,
    findKey: (secretHash) => keys.get(secretHash),
    findDownstream: (id) => downstreams.get(id),
    grants: () => grants,
    incidentModes: () => incidentModes,
    version: () => version,
  };
}

/** Rejects where `work` takes longer; `work` goes on. */
async function withLimit<T>(
  work: Promise<T>,
  { clock, limitMs }: { readonly clock: Clock; readonly limitMs: number },
): Promise<T> {
  let cancel = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    cancel = clock.after(limitMs, () => reject(new Error(`no answer within ${limitMs} ms`)));
  });
  return await Promise.race([work, limit]).finally(cancel);
}

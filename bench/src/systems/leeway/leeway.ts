import { createPool } from '@leeway/db/pool';
import { createLeeway } from '@leeway/sdk';
import type { Pool } from 'pg';
import { residentBytes } from '../../measure/resident-bytes.ts';
import type { Place } from '../../words.ts';
import type { OpenSystem, System, Workload } from '../system.ts';
import { type EngineProcess, startEngine } from './engine.ts';
import { fillBacklog } from './fill-backlog.ts';
import { fillDelayed } from './fill-delayed.ts';
import { openInProcess } from './in-process.ts';
import { grantBurst, readUsedCpu, setCpuQuota } from './lift-quota.ts';
import { seedRegistry } from './seed-registry.ts';

/** Worker processes: one per core of a small machine, or more where handlers only wait. */
const SLOTS = 2;
const SLOTS_THAT_WAIT = 8;

type SubmitMany = OpenSystem['submitMany'];

interface Parts {
  readonly place: Place;
  readonly workload: Workload;
  readonly pool: Pool;
  readonly key: string;
}

/** How a program hands over batches: in its own process, or over HTTP with the SDK. Single jobs go over HTTP in both. */
export function leewaySystem(name: 'leeway' | 'leeway-rows' | 'leeway-http', settings: string): System {
  return {
    name,
    settings,
    open: async (place, workload) => {
      const pool = createPool({ connectionString: place.databaseUrl, max: 2, applicationName: 'bench' });
      const key = await seedRegistry(pool, workload, name !== 'leeway-rows' && workload.aim === 'throughput');
      return await openWith({ place, workload, pool, key }, name);
    },
  };
}

async function openWith(parts: Parts, name: System['name']): Promise<OpenSystem> {
  const { place, workload, pool, key } = parts;
  const client = createLeeway({ url: `http://127.0.0.1:${place.port}`, apiKey: key, maxRetries: 0 });
  const inProcess = name !== 'leeway-http' ? await openInProcess(place.databaseUrl) : null;
  const overHttp: SubmitMany = async (useCase, payloads) => {
    await client.submitMany(
      useCase,
      payloads.map((payload) => ({ payload })),
    );
  };
  let engine: EngineProcess | null = null;
  const start = async (): Promise<EngineProcess> => {
    engine ??= await startEngine(place, workload.isWaiting ? SLOTS_THAT_WAIT : SLOTS);
    return engine;
  };
  // Over HTTP somebody must listen.
  if (workload.handler === 'hold') await start();
  return {
    submitMany: inProcess?.submitMany ?? overHttp,
    submitOne: async (useCase, payload) => {
      await client.submit(useCase, payload);
    },
    submitAhead: async (useCase, jobs) => {
      await client.submitMany(useCase, jobs);
    },
    startWorkers: async () => {
      await start();
    },
    doneCount: async () => (await engine?.doneCount()) ?? 0,
    unsettledCount: () => countUnsettled(pool),
    dispatcherBytes: () => (engine === null ? null : residentBytes(engine.pid)),
    fillBacklog: (useCase, count) => fillBacklog(pool, useCase, count),
    fillDelayed: (useCase, count) => fillDelayed(pool, useCase, count),
    setCpuQuota: (useCase, cpuMsPerSecond) => setCpuQuota(pool, useCase, cpuMsPerSecond),
    usedCpuMs: (useCase) => readUsedCpu(pool, useCase),
    grantBurst: (useCase, factor, forMs) => grantBurst(pool, useCase, { factor, forMs }),
    close: async () => {
      await inProcess?.close();
      await pool.end();
      if (workload.handler === 'hold' && place.profileDir === null) await engine?.kill();
      else await engine?.stop();
    },
  };
}

async function countUnsettled(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(
    'select (select coalesce(sum(job_count), 0) from job) + (select count(*) from delayed_job) + (select count(*) from dead_job) as left',
  );
  return Number(rows[0]?.left);
}

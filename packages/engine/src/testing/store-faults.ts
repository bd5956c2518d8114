import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';

/** What can go wrong with a call. The last two may have been carried out all the same. */
export const STORE_FAULTS = ['error', 'timeout', 'executedThenTimeout', 'reset'] as const;
export type StoreFault = (typeof STORE_FAULTS)[number];

/** What a server says of itself, of its limits, and of those it chose between. None is about the rows. */
const SQL_STATES = ['53300', '57014', '57P01', '40001', '40P01', '08006'] as const;
const LONGEST_WAIT_MS = 60;

export interface StoreFaults {
  /** A pool whose calls fail now and then, once `begin` was called. */
  wrap(pool: Pool): Pool;
  begin(): void;
  end(): void;
  counts(): Readonly<Record<StoreFault, number>>;
}

export interface StoreFaultsOptions {
  /** Of each kind of fault. */
  readonly rate: number;
  readonly random: () => number;
}

type Query = (...args: never[]) => Promise<unknown>;

/** Stands between an engine and its store and breaks calls at random. */
export function createStoreFaults({ rate, random }: StoreFaultsOptions): StoreFaults {
  const counts: Record<StoreFault, number> = { error: 0, timeout: 0, executedThenTimeout: 0, reset: 0 };
  let isOn = false;

  const draw = (): StoreFault | null => {
    const fault = isOn ? STORE_FAULTS[Math.floor(random() / rate)] : undefined;
    if (fault !== undefined) counts[fault] += 1;
    return fault ?? null;
  };

  const fail = async (fault: StoreFault, client: PoolClient | null, query: () => Promise<unknown>): Promise<never> => {
    if (fault === 'error') throw refusal(SQL_STATES[Math.floor(random() * SQL_STATES.length)]);
    if (fault === 'executedThenTimeout') await query();
    if (fault === 'reset' && client !== null) await cutDuring(client, query, random() * 2);
    else await sleep(random() * LONGEST_WAIT_MS);
    throw new Error(fault === 'reset' ? 'Connection terminated unexpectedly' : 'Query read timeout');
  };

  const onClient = (client: PoolClient): PoolClient => {
    const query: Query = async (...args) => {
      const run = () => client.query(...(args as unknown as [string])) as Promise<unknown>;
      const fault = draw();
      return fault === null ? await run() : await fail(fault, client, run);
    };
    return over(client, { query });
  };

  const wrap = (pool: Pool): Pool => {
    const query: Query = async (...args) => {
      const client = await pool.connect();
      let broken = false;
      try {
        return await (onClient(client).query as unknown as Query)(...args);
      } catch (error) {
        broken = !('severity' in (error as object));
        throw error;
      } finally {
        client.release(broken);
      }
    };
    return over(pool, { query, connect: async () => onClient(await pool.connect()) });
  };

  return {
    wrap,
    begin: () => {
      isOn = true;
    },
    end: () => {
      isOn = false;
    },
    counts: () => counts,
  };
}

/** The same object, but for a few methods. */
function over<T extends object>(target: T, methods: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_, name) => {
      const value = name in methods ? methods[name as string] : Reflect.get(target, name);
      return typeof value === 'function' && !(name in methods) ? value.bind(target) : value;
    },
  });
}

/** The statement is on its way, or carried out, or neither: nobody can tell. */
async function cutDuring(client: PoolClient, query: () => Promise<unknown>, afterMs: number): Promise<void> {
  const asked = query().catch(() => undefined);
  await sleep(afterMs);
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  await asked;
}

function refusal(code: string | undefined): Error {
  return Object.assign(new Error('refused on purpose'), { code, severity: 'ERROR' });
}

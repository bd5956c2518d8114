import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineOptions, type EnginePart, startEnginePart } from '../parts/engine.ts';
import { signal } from '../parts/processes.ts';
import type { SupervisorLedger } from './supervisor-ledger.ts';

const STOP_LIMIT_MS = 60_000;
const START_AGAIN_MS = 200;

export interface EngineCrew {
  /** Engines that are ready now. */
  running(): readonly EnginePart[];
  /** Kills one; it is started again. */
  kill(engine: EnginePart): void;
  /** Resolves when every engine is ready. */
  untilComplete(): Promise<void>;
  /** Ends all in order. */
  stop(): Promise<void>;
  /** Ends all at once. */
  abandon(): Promise<void>;
}

export interface CrewOptions {
  readonly ports: readonly number[];
  readonly engine: Omit<EngineOptions, 'port' | 'logFile' | 'checkout'>;
  /** A checkout of an earlier version, which every second engine is run from. */
  readonly older?: string | undefined;
  readonly folder: string;
  readonly ledger: SupervisorLedger;
}

/** Keeps engines running: one that ends is started again, and noted where nobody killed it. */
export function startEngineCrew({ ports, engine, older, folder, ledger }: CrewOptions): EngineCrew {
  const places: (EnginePart | null)[] = ports.map(() => null);
  const killed = new Set<number>();
  let isStopping = false;

  const keep = async (place: number): Promise<void> => {
    const port = ports[place] ?? 0;
    while (!isStopping) {
      const part = await startOnce(port, place % 2 === 1 ? older : undefined);
      if (part === null) continue;
      ledger.engine(part.mark.pid, part.engineId);
      const ended = once(part.child, 'exit');
      places[place] = part;
      await ended;
      places[place] = null;
      if (!isStopping && !killed.has(part.mark.pid)) noteCrash(part);
    }
  };

  /** Null where it could not start, as when its store is away. */
  const startOnce = async (port: number, checkout: string | undefined): Promise<EnginePart | null> => {
    try {
      const logFile = path.join(folder, `engine-${port}.log`);
      return await startEnginePart({ ...engine, port, logFile, ...(checkout && { checkout }) });
    } catch {
      await sleep(START_AGAIN_MS);
      return null;
    }
  };

  const noteCrash = ({ mark }: EnginePart): void => {
    ledger.fault({ kind: 'ended-by-itself', target: 'engine', pid: mark.pid, from: Date.now(), to: Date.now() });
  };

  const running = () => places.filter((part) => part !== null);
  const kept = places.map((_, place) => keep(place));

  return {
    running,
    kill: ({ mark }) => {
      killed.add(mark.pid);
      signal(mark, 'SIGKILL');
    },
    untilComplete: async () => {
      while (running().length < ports.length) await sleep(20);
    },
    stop: async () => {
      isStopping = true;
      await Promise.all(running().map((part) => part.stop(STOP_LIMIT_MS)));
      await Promise.all(kept);
    },
    abandon: async () => {
      isStopping = true;
      for (const part of running()) signal(part.mark, 'SIGKILL');
      await Promise.all(kept);
    },
  };
}

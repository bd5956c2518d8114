import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { readDbEnv } from '@leeway/db/env';
import { HELD_SNAPSHOT_MS } from '@leeway/domain/alarm';
import { MIB, SECOND_MS } from '@leeway/domain/units';

export interface EngineEnv {
  readonly connectionString: string;
  readonly host: string;
  readonly port: number;
  readonly handlersDir: string;
  readonly slotCount: number;
  /** MiB that all bundles that run may use together. */
  readonly poolMemoryMb: number;
  readonly logLevel: string;
  /** Accept jobs although the store could lose what it has confirmed. */
  readonly isUnsafeStoreAllowed: boolean;
  /** `host:port` of webhooks that may be called although they are private, or over plain http. */
  readonly webhookAllowedHosts: ReadonlySet<string>;
  /** A snapshot that is held for longer is an alarm. */
  readonly heldSnapshotMs: number;
}

const DEFAULT_PORT = 4_100;
/** Three quarters of the machine: the rest is for the engine, and for the store if it is here. */
const DEFAULT_POOL_MEMORY_MB = Math.max(64, Math.floor((totalmem() / MIB) * 0.75));
const EXAMPLE_HANDLERS = path.resolve(import.meta.dirname, '../../../examples/handlers');

function readNumber(name: string, fallback: number, range: { min: number; max: number }): number {
  const text = process.env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  throw new Error(`${name} is "${text}": give a whole number from ${range.min} to ${range.max}`);
}

/** The engine's settings. Throws where one is missing or wrong, naming the variable. */
export function readEngineEnv(): EngineEnv {
  const connectionString = readDbEnv().databaseUrl;
  if (connectionString === null)
    throw new Error('DATABASE_URL is not set: "npm start" sets it, or give the address of a Postgres');
  return {
    connectionString,
    host: process.env.LEEWAY_HOST || '127.0.0.1',
    port: readNumber('LEEWAY_ENGINE_PORT', DEFAULT_PORT, { min: 1, max: 65_535 }),
    handlersDir: path.resolve(process.env.LEEWAY_HANDLERS_DIR || EXAMPLE_HANDLERS),
    slotCount: readNumber('LEEWAY_SLOT_COUNT', Math.max(4, availableParallelism()), { min: 1, max: 256 }),
    poolMemoryMb: readNumber('LEEWAY_POOL_MEMORY_MB', DEFAULT_POOL_MEMORY_MB, { min: 64, max: 16_777_216 }),
    logLevel: process.env.LEEWAY_LOG_LEVEL || 'info',
    isUnsafeStoreAllowed: process.env.LEEWAY_ALLOW_UNSAFE_STORE === '1',
    webhookAllowedHosts: new Set((process.env.LEEWAY_WEBHOOK_ALLOW ?? '').split(',').filter(Boolean)),
    heldSnapshotMs:
      readNumber('LEEWAY_HELD_SNAPSHOT_SECONDS', HELD_SNAPSHOT_MS / SECOND_MS, { min: 1, max: 86_400 }) * SECOND_MS,
  };
}

import path from 'node:path';
import { OperatorError } from './operator-error.ts';

const DEFAULT_DATA_DIR = path.resolve(import.meta.dirname, '../../..', '.leeway');
const DEFAULT_PORT = 5433;

export interface DbEnv {
  /** An outside Postgres; null for the embedded one. */
  readonly databaseUrl: string | null;
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
}

/** Where the store is, as the environment says. A port that is none ends in an OperatorError. */
export function readDbEnv(): DbEnv {
  return {
    databaseUrl: process.env.DATABASE_URL || null,
    dataDir: path.resolve(process.env.LEEWAY_DATA_DIR || DEFAULT_DATA_DIR),
    port: parsePort('LEEWAY_PG_PORT', process.env.LEEWAY_PG_PORT, DEFAULT_PORT),
  };
}

/** Where the control plane notes the head of the audit log, outside the database. */
export function readAuditHeadsFile(dataDir: string): string {
  return path.resolve(process.env.LEEWAY_AUDIT_HEADS || path.join(dataDir, 'audit-heads.jsonl'));
}

/** A server that tests may create databases on, instead of a throw-away one. */
export function readTestDatabaseUrl(): string | null {
  return process.env.LEEWAY_TEST_DATABASE_URL || null;
}

/** A port out of the environment, or its default; an OperatorError names the variable that holds none. */
export function parsePort(name: string, text: string | undefined, fallback: number): number {
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new OperatorError(`${name} is "${text}", which is no port: give a number from 1 to 65535.`);
}

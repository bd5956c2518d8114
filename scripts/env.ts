import path from 'node:path';
import { type DbEnv, parsePort, readDbEnv } from '@leeway/db/env';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** Where each part of Leeway listens and reads, as the environment says; the parts are told the same. */
export interface ScriptEnv extends DbEnv {
  readonly host: string;
  readonly webPort: number;
  readonly apiPort: number;
  readonly enginePort: number;
  readonly webUrl: string;
  readonly apiUrl: string;
  readonly engineUrl: string;
  /** Null: one is made and kept in the data folder. */
  readonly authSecret: string | null;
}

/** @throws OperatorError naming the variable that holds no port */
export function readScriptEnv(): ScriptEnv {
  const webPort = parsePort('LEEWAY_WEB_PORT', process.env.LEEWAY_WEB_PORT, 3000);
  const apiPort = parsePort('LEEWAY_API_PORT', process.env.LEEWAY_API_PORT, 4000);
  const enginePort = parsePort('LEEWAY_ENGINE_PORT', process.env.LEEWAY_ENGINE_PORT, 4100);
  return {
    ...readDbEnv(),
    host: process.env.LEEWAY_HOST || '127.0.0.1',
    webPort,
    apiPort,
    enginePort,
    webUrl: process.env.LEEWAY_WEB_URL || `http://localhost:${webPort}`,
    apiUrl: process.env.LEEWAY_API_URL || `http://127.0.0.1:${apiPort}`,
    engineUrl: process.env.LEEWAY_ENGINE_URL || `http://localhost:${enginePort}`,
    authSecret: process.env.LEEWAY_AUTH_SECRET || null,
  };
}

/** What the demo's traffic is told by the launcher. */
export function readTrafficEnv(): { readonly engineUrl: string; readonly apiKey: string } {
  return {
    engineUrl: process.env.LEEWAY_ENGINE_URL || 'http://127.0.0.1:4100',
    apiKey: process.env.LEEWAY_DEMO_KEY || '',
  };
}

/** The caller's environment with a few values changed, for a child process. */
export function childEnv(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...changes };
}

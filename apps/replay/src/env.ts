import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface ReplayEnv {
  readonly engineUrl: string;
  readonly controlPlaneUrl: string;
  /** Where people open the console; sign-in compares its origin. */
  readonly consoleUrl: string;
  /** Absolute; holds demo.json where `npm start` made an account. */
  readonly dataDir: string;
  readonly email: string | null;
  readonly password: string | null;
  /** Where the command was typed: npm itself moves to the root of the repository. */
  readonly workingDir: string;
}

const local = (port: string | undefined, usual: number) => `http://127.0.0.1:${port || usual}`;

export function readReplayEnv(): ReplayEnv {
  const { env } = process;
  return {
    engineUrl: env.LEEWAY_ENGINE_URL || local(env.LEEWAY_ENGINE_PORT, 4_100),
    controlPlaneUrl: env.LEEWAY_API_URL || local(env.LEEWAY_API_PORT, 4_000),
    consoleUrl: env.LEEWAY_WEB_URL || `http://localhost:${env.LEEWAY_WEB_PORT || 3_000}`,
    dataDir: path.resolve(env.LEEWAY_DATA_DIR || path.join(ROOT, '.leeway')),
    email: env.LEEWAY_EMAIL || null,
    password: env.LEEWAY_PASSWORD || null,
    workingDir: env.INIT_CWD || process.cwd(),
  };
}

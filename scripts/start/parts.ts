import path from 'node:path';
import { childEnv, ROOT, type ScriptEnv } from '../env.ts';
import type { PartSpec } from './part.ts';

export interface PartContext {
  readonly env: ScriptEnv;
  readonly connectionString: string;
  readonly authSecret: string;
}

/** What every part is told, so that they agree about where the others are. */
function sharedEnv({ env, connectionString, authSecret }: PartContext): NodeJS.ProcessEnv {
  return childEnv({
    NODE_ENV: 'production',
    DATABASE_URL: connectionString,
    LEEWAY_AUTH_SECRET: authSecret,
    LEEWAY_DATA_DIR: env.dataDir,
    LEEWAY_HOST: env.host,
    LEEWAY_WEB_PORT: String(env.webPort),
    LEEWAY_API_PORT: String(env.apiPort),
    LEEWAY_ENGINE_PORT: String(env.enginePort),
    LEEWAY_WEB_URL: env.webUrl,
    LEEWAY_API_URL: env.apiUrl,
    LEEWAY_ENGINE_URL: env.engineUrl,
    NEXT_TELEMETRY_DISABLED: '1',
  });
}

export interface Parts {
  readonly controlPlane: PartSpec;
  readonly engine: PartSpec;
  readonly console: PartSpec;
  /** Submits with this key. */
  readonly traffic: (apiKey: string) => PartSpec;
}

/** In the order in which they start; they stop in the opposite one. */
export function describeParts(context: PartContext): Parts {
  const { env } = context;
  const shared = sharedEnv(context);
  const logFile = (name: string) => path.join(env.dataDir, 'logs', `${name}.log`);
  const at = (port: number, place: string) => `http://${env.host}:${port}${place}`;
  return {
    controlPlane: {
      name: 'Control plane',
      module: path.join(ROOT, 'apps/control-plane/src/main.ts'),
      cwd: ROOT,
      env: shared,
      logFile: logFile('control-plane'),
      healthUrl: at(env.apiPort, '/healthz'),
    },
    engine: {
      name: 'Engine',
      module: path.join(ROOT, 'packages/engine/src/main.ts'),
      cwd: ROOT,
      env: shared,
      logFile: logFile('engine'),
      healthUrl: at(env.enginePort, '/healthz'),
    },
    console: {
      name: 'Console',
      module: path.join(ROOT, 'node_modules/next/dist/bin/next'),
      args: ['start', '--port', String(env.webPort), '--hostname', env.host],
      cwd: path.join(ROOT, 'apps/web'),
      env: shared,
      logFile: logFile('console'),
      healthUrl: at(env.webPort, '/sign-in'),
    },
    traffic: (apiKey) => ({
      name: 'Demo traffic',
      module: path.join(ROOT, 'scripts/demo/demo-traffic.ts'),
      cwd: ROOT,
      env: { ...shared, LEEWAY_DEMO_KEY: apiKey },
      logFile: logFile('demo-traffic'),
    }),
  };
}

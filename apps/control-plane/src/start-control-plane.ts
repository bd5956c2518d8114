import { randomBytes } from 'node:crypto';
import { OperatorError } from '@leeway/db/operator-error';
import { createPool } from '@leeway/db/pool';
import { createPrisma } from '@leeway/db/prisma';
import { readUseCaseFigures } from '@leeway/engine/reports/read-use-case-figures';
import type { Logger } from 'pino';
import { keepAuditChain } from './audit/keep-audit-chain.ts';
import type { ControlPlaneEnv } from './env.ts';
import { shareReading } from './feed/share-reading.ts';
import { createSharedPolls } from './feed/shared-polls.ts';
import { originsOf } from './server/console-origins.ts';
import { createServer } from './server/create-server.ts';
import { createAuth } from './sign-in/create-auth.ts';
import { loadSecret } from './sign-in/load-secret.ts';

export interface ControlPlane {
  /** Where it listens, with the port that it got. */
  readonly url: string;
  /** Ends streams and connections, then the store's. */
  stop(): Promise<void>;
}

const REPORT_CONNECTIONS = 5;
const AUTH_CONNECTIONS = 4;
/** A report that takes longer than this is not shown: the console must not keep the store from its jobs. */
const REPORT_SESSION = '-c statement_timeout=2000 -c idle_in_transaction_session_timeout=30000';
const AUTH_SESSION = '-c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000';
const WATCH_INTERVAL_MS = 1_000;
/** A little less than between two readings, so that each of a watcher's finds a new one. */
const FRESH_MS = 900;
const MAX_WATCHED_INPUTS = 500;

/** Puts the parts together and listens. `env.port` 0 takes any free port. */
export async function startControlPlane(env: ControlPlaneEnv, log: Logger): Promise<ControlPlane> {
  const connectionString = env.databaseUrl;
  const pool = createPool({
    connectionString,
    max: REPORT_CONNECTIONS,
    applicationName: 'leeway-reports',
    sessionOptions: REPORT_SESSION,
  });
  const authPool = createPool({
    connectionString,
    max: AUTH_CONNECTIONS,
    applicationName: 'leeway-sign-in',
    sessionOptions: AUTH_SESSION,
  });
  const prisma = createPrisma(connectionString);
  const polls = createSharedPolls({
    intervalMs: WATCH_INTERVAL_MS,
    maxInputCount: MAX_WATCHED_INPUTS,
    onError: (err, key) => log.warn({ err, key }, 'a watched report could not be read'),
  });
  const useCaseFigures = shareReading({ read: () => readUseCaseFigures(pool), freshMs: FRESH_MS, now: Date.now });
  const secret = env.authSecret ?? loadSecret(env.dataDir, randomBytes);
  const auditChain = keepAuditChain({ pool, file: env.auditHeadsFile, secret, log });
  const trustedOrigins = [...originsOf(env.webUrl), ...originsOf(`http://127.0.0.1:${env.port}`)];
  const server = await createServer({
    services: {
      ...{ prisma, pool, polls, auditChain, useCaseFigures, random: randomBytes },
      ...{ handlersDir: env.handlersDir, webhookAllowedHosts: env.webhookAllowedHosts },
    },
    auth: createAuth({ pool: authPool, secret, webUrl: env.webUrl, trustedOrigins, log }),
    pool,
    webUrl: env.webUrl,
    trustedOrigins,
    now: Date.now,
    log,
  });
  const stop = async () => {
    polls.stop();
    await server.close();
    await auditChain.stop();
    await Promise.all([prisma.$disconnect(), pool.end(), authPool.end()]);
  };
  const url = await server.listen({ host: env.host, port: env.port }).catch(async (error: NodeJS.ErrnoException) => {
    await stop();
    throw explainListen(error, env.port);
  });
  return { url, stop };
}

function explainListen(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new OperatorError(`Port ${port} is taken: stop what listens there, or set LEEWAY_API_PORT to another.`, error);
}

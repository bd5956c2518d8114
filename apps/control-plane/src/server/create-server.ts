import { LeewayError } from '@leeway/domain/problem';
import { MIB } from '@leeway/domain/units';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Services } from '../api/context.ts';
import type { Auth } from '../sign-in/create-auth.ts';
import { addAuthRoutes } from './auth-routes.ts';
import { addHealthRoutes } from './health-routes.ts';
import { answerError, sendProblem } from './send-problem.ts';
import { addTrpcRoutes } from './trpc-routes.ts';

export interface ServerConfig {
  readonly services: Services;
  readonly auth: Auth;
  readonly pool: Pool;
  readonly webUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly now: () => number;
  readonly log: Logger;
}

const BODY_LIMIT = MIB;
/** A batch names its procedures in the path. */
const MAX_PATH_LENGTH = 8_000;

/** The control plane's HTTP server, not yet listening. */
export async function createServer(config: ServerConfig): Promise<FastifyInstance> {
  const { services, auth } = config;
  const server: FastifyInstance = Fastify({
    loggerInstance: config.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PATH_LENGTH },
    forceCloseConnections: true,
  });
  server.setErrorHandler(answerError);
  server.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, new LeewayError('NOT_FOUND', 'There is nothing at this address')),
  );
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  addHealthRoutes(server, config.pool);
  addAuthRoutes(server, config);
  await addTrpcRoutes(server, {
    services,
    sources: { auth, prisma: services.prisma },
    trustedOrigins: config.trustedOrigins,
  });
  return server;
}

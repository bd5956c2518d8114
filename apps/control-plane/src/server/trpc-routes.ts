import {
  type CreateFastifyContextOptions,
  type FastifyTRPCPluginOptions,
  fastifyTRPCPlugin,
} from '@trpc/server/adapters/fastify';
import type { FastifyInstance } from 'fastify';
import type { Actor, ApiContext, Services } from '../api/context.ts';
import { translateError } from '../api/translate-error.ts';
import { type AppRouter, appRouter } from '../router.ts';
import { type ActorSources, findActor } from '../sign-in/find-actor.ts';
import { refusalOfWrite } from './decide-origin.ts';

export interface TrpcRoutesConfig {
  readonly services: Services;
  readonly sources: ActorSources;
  readonly trustedOrigins: readonly string[];
}

const MAX_CALLS_PER_REQUEST = 100;

/** The API under /api/trpc. What can change something is POST, and only POST. */
export async function addTrpcRoutes(server: FastifyInstance, config: TrpcRoutesConfig): Promise<void> {
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      if (request.method === 'GET') return;
      const { 'content-type': contentType, 'x-leeway': mark, origin } = request.headers;
      const refusal = refusalOfWrite({ contentType, origin, mark: mark?.toString() }, config.trustedOrigins);
      if (refusal !== null) throw refusal;
    });
    await scope.register(fastifyTRPCPlugin, { prefix: '/api/trpc', trpcOptions: trpcOptions(server, config) });
  });
}

function trpcOptions(
  server: FastifyInstance,
  { services, sources }: TrpcRoutesConfig,
): FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] {
  return {
    router: appRouter,
    maxBatchSize: MAX_CALLS_PER_REQUEST,
    createContext: ({ req }: CreateFastifyContextOptions): ApiContext => {
      const headers = toHeaders(req.headers);
      let found: Promise<Actor | null> | undefined;
      return {
        services,
        findActor: () => {
          found ??= findActor(sources, headers);
          return found;
        },
      };
    },
    onError: ({ error, path }) => {
      if (translateError(error).code === 'INTERNAL') server.log.error({ err: error, path }, 'procedure failed');
    },
  };
}

function toHeaders(headers: CreateFastifyContextOptions['req']['headers']): Headers {
  const kept = new Headers();
  if (headers.cookie !== undefined) kept.set('cookie', headers.cookie);
  return kept;
}

import { toJobAnswer } from '@leeway/domain/job-answer';
import type { JobKey } from '@leeway/domain/job-id';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import type { SubmitResponse } from '@leeway/domain/submit';
import type { JobView } from '@leeway/domain/views';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ForeignLeases } from '../queue/foreign-leases.ts';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import type { Log } from '../runtime/log.ts';
import { authenticate } from '../submitter/authenticate.ts';
import { RateRefusal } from '../submitter/rate-refusal.ts';
import type { Submitter } from '../submitter/submit-jobs.ts';
import { installBodyBudget } from './body-budget.ts';
import { answerClientError } from './client-error.ts';
import { installJobChangeRoutes, type JobChanges } from './job-change-routes.ts';
import { installJsonParser } from './json-body.ts';
import { installLeaseRoutes } from './lease-routes.ts';
import { installOperationRoutes, type Operations } from './operation-routes.ts';
import { sendProblem, toLeewayError } from './problem-reply.ts';
import { setRateHeaders } from './rate-headers.ts';
import { readSubmission } from './read-submission.ts';
import { type Door, jobOf, useCaseOf } from './request-parts.ts';
import { installScheduleRoutes, type Schedules } from './schedule-routes.ts';
import { installWaitRoutes, type Waits } from './wait-routes.ts';

export interface EngineServerOptions {
  readonly log: Log;
  readonly submitter: Submitter;
  readonly leases: ForeignLeases;
  readonly now: () => number;
  readonly findKey: (secretHash: string) => ApiKeyEntry | undefined;
  /** May look into the registry anew for a name it does not know. */
  readonly findUseCase: (name: string) => Promise<UseCaseEntry | undefined>;
  readonly findUseCaseByNo: (no: number) => UseCaseEntry | undefined;
  /** Throws NOT_FOUND where no trace of the job is left. */
  readonly getJob: (key: JobKey) => Promise<JobView>;
  readonly waits: Waits;
  readonly jobChanges: JobChanges;
  readonly operations: Operations;
  readonly schedules: Schedules;
  readonly isReady: () => Promise<boolean>;
  readonly metrics: () => Promise<string>;
}

const WITH_BODIES: ReadonlySet<string> = new Set(['POST', 'PUT', 'DELETE']);

type NamedRequest = FastifyRequest<{ Params: { name: string } }>;
type JobRequest = FastifyRequest<{ Params: { id: string } }>;

/** The HTTP door for programs: submit jobs, ask for one, lease them. Errors are `application/problem+json`. */
export function createEngineServer(options: EngineServerOptions): FastifyInstance {
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = toLeewayError(error);
    if (problem.code === 'INTERNAL') options.log.error({ err: error, url: request.url }, 'request failed');
    if (problem instanceof RateRefusal) setRateHeaders(reply, problem.readings);
    return sendProblem(reply, problem);
  };
  const server = fastify({
    frameworkErrors: refuse,
    bodyLimit: LIMITS.requestBytes,
    logger: false,
    routerOptions: { maxParamLength: LIMITS.addressPartLength },
    requestTimeout: LIMITS.requestReadMs,
    http: { maxHeaderSize: LIMITS.headerBytes, connectionsCheckingInterval: 5_000 },
    clientErrorHandler: answerClientError,
  });
  const keys = new WeakMap<FastifyRequest, ApiKeyEntry>();
  const keyOf = (request: FastifyRequest): ApiKeyEntry => {
    const key = keys.get(request) ?? authenticate(request.headers.authorization, options.findKey, options.now());
    keys.set(request, key);
    return key;
  };
  // Whoever has no key takes nothing of what bodies may take.
  server.addHook('onRequest', async (request) => {
    if (WITH_BODIES.has(request.method) && !request.is404) keyOf(request);
  });
  installBodyBudget(server);
  installJsonParser(server);
  server.setErrorHandler(refuse);
  server.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new LeewayError('NOT_FOUND', `There is no ${request.method} at this address`)),
  );

  const door: Door = { keyOf, findUseCase: options.findUseCase, findUseCaseByNo: options.findUseCaseByNo };

  server.post('/v1/use-cases/:name/jobs', async (request: NamedRequest, reply: FastifyReply) => {
    const key = keyOf(request);
    const useCase = await useCaseOf(door, key, request.params.name);
    const submitted = await options.submitter.submitJobs(readSubmission(request, key, useCase));
    setRateHeaders(reply, submitted.rates);
    if (submitted.isReplayed) reply.header('idempotency-replayed', 'true');
    return reply.status(201).send({ jobs: submitted.jobs } satisfies SubmitResponse);
  });

  server.get('/v1/jobs/:id', async (request: JobRequest) => {
    const key = jobOf(door, keyOf(request), request.params.id);
    return toJobAnswer(await options.getJob(key));
  });

  installLeaseRoutes(server, {
    ...options,
    keyOf,
    isInForce: ({ secretHash }) => (options.findKey(secretHash)?.expiresAt ?? 0) > options.now(),
  });
  installWaitRoutes(server, { ...door, waits: options.waits });
  installJobChangeRoutes(server, { ...door, jobChanges: options.jobChanges });
  installOperationRoutes(server, { ...door, operations: options.operations });
  installScheduleRoutes(server, { ...options, ...door });

  server.get('/healthz', async () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const isReady = await options.isReady();
    return reply.status(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'store does not answer' });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await options.metrics()),
  );
  return server;
}

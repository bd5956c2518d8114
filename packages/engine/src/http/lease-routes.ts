import { type JobKey, parseJobId, queueOfJobKey } from '@leeway/domain/job-id';
import { cleanText } from '@leeway/domain/json-text';
import {
  AckRequest,
  ExtendRequest,
  type ExtendResult,
  LeaseRequest,
  type LeaseToken,
  NackRequest,
  type ResultsOf,
  storedLeaseToken,
} from '@leeway/domain/lease';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError } from '@leeway/domain/problem';
import { SECOND_MS } from '@leeway/domain/units';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { LeaseOutcome, LeaseProof, LeaseVerdict } from '../queue/foreign-lease.ts';
import type { ForeignLeases } from '../queue/foreign-leases.ts';
import type { ApiKeyEntry, UseCaseEntry } from '../registry/entries.ts';
import { mayUse } from '../submitter/authenticate.ts';
import { toFieldErrors } from '../submitter/to-field-errors.ts';
import { createAnswerBudget } from './answer-budget.ts';
import { takeBody } from './json-body.ts';
import { leaseAnswerText, toAckResult, toExtendResult, toNackResult } from './lease-answers.ts';

export interface LeaseRouteOptions {
  readonly leases: ForeignLeases;
  readonly keyOf: (request: FastifyRequest) => ApiKeyEntry;
  readonly isInForce: (key: ApiKeyEntry) => boolean;
  readonly findUseCase: (name: string) => Promise<UseCaseEntry | undefined>;
  readonly findUseCaseByNo: (no: number) => UseCaseEntry | undefined;
}

/** Leases for the teams' own programs: lease, extend, ack, nack. */
export function installLeaseRoutes(server: FastifyInstance, options: LeaseRouteOptions): void {
  const { leases, keyOf } = options;
  const answers = createAnswerBudget();

  const findLeasable = async (key: ApiKeyEntry, names: readonly string[]): Promise<UseCaseEntry[]> => {
    const found: UseCaseEntry[] = [];
    for (const [index, name] of names.entries()) {
      const useCase = await options.findUseCase(name);
      if (useCase === undefined || !mayUse(key, useCase)) throw unknownUseCase(index, name);
      if (useCase.runtime !== 'remote') throw notRemote(index, name);
      found.push(useCase);
    }
    return found;
  };

  /** Null for a job that this key may not see: its lease is as lost as that of a job that never was. */
  const proofOf = (key: ApiKeyEntry, item: HeldItem): LeaseProof | null => {
    const jobKey = parseJobId(item.jobId) as JobKey;
    const useCase = options.findUseCaseByNo(queueOfJobKey(jobKey).useCaseNo);
    const isOwn = useCase !== undefined && useCase.runtime === 'remote' && mayUse(key, useCase);
    return isOwn ? { key: jobKey, token: storedLeaseToken(item.token) } : null;
  };

  /** Asks about the leases that are the caller's to ask about; the answers are in the order of all. */
  const askAboutOwn = async <Item extends HeldItem, Answer>(
    key: ApiKeyEntry,
    items: readonly Item[],
    ask: (own: readonly (LeaseProof & { readonly item: Item })[]) => Promise<readonly Answer[]>,
  ): Promise<(Answer | undefined)[]> => {
    const proofs = items.map((item) => proofOf(key, item));
    const own = proofs.flatMap((proof, index) => (proof === null ? [] : [{ ...proof, item: items[index] as Item }]));
    const answers = own.length === 0 ? [] : await ask(own);
    let next = 0;
    return proofs.map((proof) => (proof === null ? undefined : answers[next++]));
  };

  server.post('/v1/leases', async (request, reply) => {
    const key = keyOf(request);
    answers.refuseIfSpent();
    const wanted = parse(LeaseRequest, takeBody(request).json, 'nothing was leased');
    const useCases = await findLeasable(key, wanted.useCases);
    const signal = signalOfCaller(reply);
    const jobs = await leases.lease({
      useCases,
      count: wanted.count,
      leaseMs: wanted.seconds * SECOND_MS,
      waitMs: wanted.waitMs,
      holder: key.id,
      isAllowed: () => options.isInForce(key),
      signal,
    });
    if (signal.aborted) leases.giveBack(jobs);
    else signal.addEventListener('abort', () => leases.giveBack(jobs));
    const names = new Map(useCases.map(({ no, name }) => [no, name]));
    const text = leaseAnswerText(jobs, (no) => names.get(no) ?? '');
    answers.spend(reply, text.length);
    return reply.type('application/json; charset=utf-8').send(text);
  });

  server.post('/v1/leases/extend', async (request): Promise<ResultsOf<ExtendResult>> => {
    const key = keyOf(request);
    const { leases: items } = parse(ExtendRequest, takeBody(request).json, 'nothing was extended');
    const expiries = await askAboutOwn(key, items, (own) =>
      leases.extend(own.map(({ item, ...proof }) => ({ ...proof, leaseMs: item.seconds * SECOND_MS }))),
    );
    return { results: items.map(({ jobId }, index) => toExtendResult(jobId, expiries[index] ?? null)) };
  });

  const end = async <Item extends HeldItem>(
    key: ApiKeyEntry,
    items: readonly Item[],
    verdictOf: (item: Item) => LeaseVerdict,
  ): Promise<LeaseOutcome[]> => {
    const outcomes = await askAboutOwn(key, items, (own) =>
      leases.end(own.map(({ item, ...proof }) => ({ ...proof, verdict: verdictOf(item) }))),
    );
    return outcomes.map((outcome) => outcome ?? { kind: 'lost' });
  };

  server.post('/v1/leases/ack', async (request) => {
    const key = keyOf(request);
    const { leases: items } = parse(AckRequest, takeBody(request).json, 'nothing was acked');
    const outcomes = await end(key, items, ({ cpuMs, runMs }) => ({ kind: 'ack', cpuMs, runMs }));
    return { results: outcomes.map((outcome, index) => toAckResult(items[index]?.jobId ?? '', outcome)) };
  });

  server.post('/v1/leases/nack', async (request) => {
    const key = keyOf(request);
    const { leases: items } = parse(NackRequest, takeBody(request).json, 'nothing was nacked');
    const outcomes = await end(key, items, ({ code, reason, delayMs }) => {
      return { kind: 'nack', failure: { code, message: cleanText(reason, LIMITS.errorBytes) }, delayMs };
    });
    return { results: outcomes.map((outcome, index) => toNackResult(items[index]?.jobId ?? '', outcome)) };
  });
}

interface HeldItem {
  readonly jobId: string;
  readonly token: LeaseToken;
}

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown, consequence: string): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const detail = `The request does not have the form asked for; ${consequence}`;
  throw new LeewayError('INVALID_INPUT', detail, { fields: toFieldErrors(parsed.error) });
}

/** Aborted when the connection ends before the answer has left. */
function signalOfCaller(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

function unknownUseCase(index: number, name: string): LeewayError {
  const message = `There is no use case ${name} that this key may lease from; register it in the console or check the name`;
  return new LeewayError('NOT_FOUND', message, { fields: [{ field: `useCases[${index}]`, message: 'Unknown' }] });
}

function notRemote(index: number, name: string): LeewayError {
  const message = `${name} is run by Leeway's own workers; only jobs of remote use cases can be leased`;
  return new LeewayError('INVALID_INPUT', message, { fields: [{ field: `useCases[${index}]`, message }] });
}

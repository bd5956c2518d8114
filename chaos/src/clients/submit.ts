import { createLeeway, type Leeway } from '@leeway/sdk';
import { NO_ANSWER } from '../ledger/read-submissions.ts';
import type { ClientSettings } from './client-settings.ts';

/** One request as it is sent, every time the same: a repeat under the same key must be the same request. */
export interface Request {
  readonly useCase: string;
  readonly jobs: readonly {
    readonly payload: unknown;
    readonly delayToleranceMs: number;
    readonly availableAt?: string;
  }[];
  /** Null: sent without an Idempotency-Key, and once only. */
  readonly key: string | null;
}

/** How a request ended, as the client can know it. */
export type Outcome =
  | { readonly op: 'ok'; readonly ids: readonly string[]; readonly availableAts: readonly number[] }
  | { readonly op: 'refused' | 'unknown'; readonly why: string };

interface Accepted {
  readonly id: string;
  readonly availableAt: string;
}

const TIMEOUT_MS = 10_000;
/** Answers that say for certain that nothing was stored. */
const REFUSALS: ReadonlySet<string> = new Set(['OVERLOADED', 'INVALID_INPUT']);

export type Submit = (url: string, request: Request) => Promise<Outcome>;

/** A program that speaks plain HTTP, or one that uses the SDK, which repeats by itself. */
export function createSubmit({ kind, apiKey }: ClientSettings): Submit {
  return kind === 'plain' ? (url, request) => submitPlainly(url, apiKey, request) : createSdkSubmit(apiKey);
}

async function submitPlainly(url: string, apiKey: string, { useCase, jobs, key }: Request): Promise<Outcome> {
  try {
    const answer = await fetch(`${url}/v1/use-cases/${useCase}/jobs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        ...(key === null ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify({ jobs }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = (await answer.json()) as { jobs?: readonly Accepted[]; code?: string };
    if (answer.status === 201 && body.jobs !== undefined) return accepted(body.jobs);
    return notAccepted(body.code ?? `status ${answer.status}`);
  } catch (error) {
    return { op: isNeverSent(error) ? 'refused' : 'unknown', why: NO_ANSWER };
  }
}

function createSdkSubmit(apiKey: string): Submit {
  const clients = new Map<string, Leeway>();
  return async (url, { useCase, jobs, key }) => {
    const client = clients.get(url) ?? createLeeway({ url, apiKey, timeoutMs: TIMEOUT_MS });
    clients.set(url, client);
    try {
      return accepted(await client.submitMany(useCase, jobs, key === null ? {} : { idempotencyKey: key }));
    } catch (error) {
      const { code, outcomeUnknown } = error as { code?: string; outcomeUnknown?: boolean };
      // It has tried more than once: an earlier try may have been stored, whatever the last one says.
      return {
        op: outcomeUnknown === false && code === 'INVALID_INPUT' ? 'refused' : 'unknown',
        why: code ?? NO_ANSWER,
      };
    }
  };
}

function accepted(jobs: readonly Accepted[]): Outcome {
  return {
    op: 'ok',
    ids: jobs.map(({ id }) => id.slice('job_'.length)),
    availableAts: jobs.map(({ availableAt }) => Date.parse(availableAt)),
  };
}

function notAccepted(code: string): Outcome {
  return { op: REFUSALS.has(code) ? 'refused' : 'unknown', why: code };
}

/** Nothing listened there: the request was never sent. */
function isNeverSent(error: unknown): boolean {
  return ((error as { cause?: { code?: string } }).cause?.code ?? '') === 'ECONNREFUSED';
}

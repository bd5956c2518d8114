import { createLeeway, type Leeway } from '@leeway/sdk';
import { NO_ANSWER } from '../ledger/read-submissions.ts';
import type { ClientSettings } from './client-settings.ts';
import type { PlannedCall } from './plan-call.ts';

/** How a call ended, as the client can know it. */
export type Outcome =
  | { readonly op: 'ok'; readonly ids: readonly string[]; readonly availableAts: readonly number[] }
  | { readonly op: 'refused' | 'unknown'; readonly why: string };

interface Accepted {
  readonly id: string;
  readonly availableAt: string;
}

const TIMEOUT_MS = 10_000;
/** Answers that say for certain that nothing was stored. */
const REFUSALS: ReadonlySet<string> = new Set(['OVERLOADED', 'INVALID_INPUT', 'RATE_LIMITED']);

export type Submit = (url: string, call: PlannedCall) => Promise<Outcome>;

/** A program that speaks plain HTTP, or one that uses the SDK; neither repeats a call on its own. */
export function createSubmit({ kind, apiKey }: ClientSettings): Submit {
  return kind === 'plain' ? (url, call) => submitPlainly(url, apiKey, call) : createSdkSubmit(apiKey);
}

async function submitPlainly(url: string, apiKey: string, call: PlannedCall): Promise<Outcome> {
  try {
    const answer = await fetch(`${url}/v1/use-cases/${call.useCase}/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ jobs: toJobs(call) }),
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
  return async (url, call) => {
    const client = clients.get(url) ?? createLeeway({ url, apiKey, timeoutMs: TIMEOUT_MS, maxRetries: 0 });
    clients.set(url, client);
    try {
      return accepted(await client.submitMany(call.useCase, toJobs(call)));
    } catch (error) {
      const { code, outcomeUnknown } = error as { code?: string; outcomeUnknown?: boolean };
      return { op: outcomeUnknown === false ? 'refused' : 'unknown', why: code ?? NO_ANSWER };
    }
  };
}

function toJobs({ jobs }: PlannedCall) {
  const now = Date.now();
  return jobs.map(({ payload, aheadMs, delayToleranceMs }) => ({
    payload,
    delayToleranceMs,
    ...(aheadMs > 0 ? { availableAt: new Date(now + aheadMs).toISOString() } : {}),
  }));
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

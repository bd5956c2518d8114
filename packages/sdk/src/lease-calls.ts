import type {
  AckResult,
  ExtendResult,
  LeasedJob,
  LeaseResponse,
  LeaseToken,
  NackCode,
  NackResult,
} from '@leeway/domain/lease';
import type { CallOptions } from './call-options.ts';
import type { Call } from './connect.ts';
import { toApiError } from './errors.ts';

export interface LeaseOptions extends CallOptions {
  /** Jobs at most, up to 1 000. Default 1. */
  readonly count?: number;
  /** How long the jobs are held, unless extended: up to 43 200. Default 60. */
  readonly seconds?: number;
  /** How long the tier may wait for a first job: up to 30 000. Default 0. */
  readonly waitMs?: number;
}

/** Proof of holding a job, as its lease says it. */
export interface HeldJob {
  readonly jobId: string;
  readonly token: LeaseToken;
}

/** Held for so many more seconds, counted from the call. */
export interface Extension extends HeldJob {
  readonly seconds: number;
}

/** Done. What it took is kept with the attempt. */
export interface Ack extends HeldJob {
  readonly cpuMs?: number;
  readonly runMs?: number;
}

/** Failed: retried after `delayMs`, else after the use case's backoff, as long as it has attempts left. */
export interface Nack extends HeldJob {
  readonly reason: string;
  readonly code?: NackCode;
  readonly delayMs?: number;
}

/** Jobs of remote use cases. Each of up to 1 000 leases in a call has a result of its own, in their order. */
export interface LeaseCalls {
  /** The jobs with the earliest deadlines of up to 20 use cases; none where there is nothing to do. */
  lease(useCases: readonly string[], options?: LeaseOptions): Promise<readonly LeasedJob[]>;
  extend(leases: readonly Extension[], options?: CallOptions): Promise<readonly ExtendResult[]>;
  ack(leases: readonly Ack[], options?: CallOptions): Promise<readonly AckResult[]>;
  nack(leases: readonly Nack[], options?: CallOptions): Promise<readonly NackResult[]>;
}

export function createLeaseCalls(call: Call): LeaseCalls {
  const ask = async <Result>(verb: string, leases: readonly HeldJob[], { signal }: CallOptions = {}) => {
    const body = JSON.stringify({ leases });
    const answer = await call({ method: 'POST', path: `/v1/leases/${verb}`, body, signal });
    if (hasList(answer, 'results') && answer.results.length === leases.length) return answer.results as Result[];
    throw toApiError({ status: 200, body: answer });
  };
  return {
    lease: async (useCases, { signal, waitMs = 0, ...wanted } = {}) => {
      const body = JSON.stringify({ useCases, waitMs, ...wanted });
      const answer = await call({ method: 'POST', path: '/v1/leases', body, waitMs, signal });
      if (hasList(answer, 'leases')) return (answer as unknown as LeaseResponse).leases;
      throw toApiError({ status: 200, body: answer });
    },
    extend: (leases, options) => ask<ExtendResult>('extend', leases, options),
    ack: (leases, options) => ask<AckResult>('ack', leases, options),
    nack: (leases, options) => ask<NackResult>('nack', leases, options),
  };
}

function hasList<Name extends string>(answer: unknown, name: Name): answer is Record<Name, unknown[]> {
  return typeof answer === 'object' && answer !== null && Array.isArray((answer as Record<string, unknown>)[name]);
}

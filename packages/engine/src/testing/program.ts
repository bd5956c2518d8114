import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { RunNotes } from './run-notes.ts';

export interface ProgramOptions {
  readonly url: string;
  readonly key: string;
  readonly useCase: string;
  readonly notes: RunNotes;
  /** Beside the file for notes. */
  readonly payload?: object;
  /** Of each job; else it is due at once. */
  readonly availableAt?: Date;
}

export interface SubmitAnswer {
  readonly status: number;
  readonly tookMs: number;
}

/** A program that remembers what it was promised, outside the system under test. */
export interface Program {
  readonly accepted: Set<string>;
  /** One request; under the same key it may be sent again. What has no success must be a 503 that says when to come back. */
  submit(jobCount?: number, requestKey?: string): Promise<SubmitAnswer>;
  /** The same request until it is accepted. */
  submitUntilAccepted(jobCount?: number, requestKey?: string): Promise<void>;
  /** Accepted, and never started. */
  missing(): string[];
  /** Started more than once. */
  repeated(): string[];
  /** Started, though nobody was told that they exist. */
  unheardOf(): string[];
}

export function createProgram({ url, key, useCase, notes, payload = {}, availableAt }: ProgramOptions): Program {
  const accepted = new Set<string>();
  const job = { payload: { file: notes.file, ...payload }, ...(availableAt && { availableAt }) };

  const submit: Program['submit'] = async (jobCount = 1, requestKey = randomUUID()) => {
    const askedAt = performance.now();
    const answer = await fetch(`${url}/v1/use-cases/${useCase}/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': requestKey },
      body: JSON.stringify({ jobs: Array.from({ length: jobCount }, () => job) }),
    });
    const body = (await answer.json()) as { jobs?: { id: string }[] };
    if (answer.status === 201) for (const { id } of body.jobs ?? []) accepted.add(id);
    else expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^[1-9]/)]);
    return { status: answer.status, tookMs: performance.now() - askedAt };
  };
  const starts = () => {
    const counts = new Map<string, number>();
    for (const { id, what = 'start' } of notes.read()) if (what === 'start') counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  };
  return {
    accepted,
    submit,
    submitUntilAccepted: async (jobCount, requestKey = randomUUID()) => {
      const status = async () => (await submit(jobCount, requestKey)).status;
      await expect.poll(status, { timeout: 60_000, interval: 100 }).toBe(201);
    },
    missing: () => {
      const started = starts();
      return [...accepted].filter((id) => !started.has(id));
    },
    repeated: () => [...starts()].flatMap(([id, count]) => (count > 1 ? [id] : [])),
    unheardOf: () => [...starts().keys()].filter((id) => !accepted.has(id)),
  };
}

import { deadlineOfJobKey, type JobKey, jobKeyAt, toJobId } from '@leeway/domain/job-id';
import { cleanText } from '@leeway/domain/json-text';
import { LIMITS } from '@leeway/domain/limits';
import type { HandlerContext, LoadedHandler } from './handler-loader.ts';
import type { BundleMessage, WorkerFailure } from './protocol.ts';

const EPOCH_DIGITS = 10;
const TOKEN_DIGITS = 12;

/** One job of a bundle, as the handler will see it. */
export interface BundledJob {
  readonly bundle: BundleMessage;
  /** Which row of the bundle, and which job of the row. */
  readonly row: number;
  readonly place: number;
  readonly payload: unknown;
}

/** The jobs of a bundle in their order; a row's payload is read when its turn comes. */
export function* jobsOf(bundle: BundleMessage): Generator<BundledJob> {
  for (const [row, text] of bundle.payloads.entries()) {
    const jobCount = bundle.jobCounts[row] ?? 1;
    const parsed: unknown = JSON.parse(text);
    const payloads = jobCount === 1 ? [parsed] : (parsed as unknown[]);
    for (let place = 0; place < jobCount; place++) yield { bundle, row, place, payload: payloads[place] };
  }
}

/** Runs one job to its end; null where it succeeded. Never rejects. */
export async function runJob(
  handler: LoadedHandler,
  context: JobContext,
  payload: unknown,
): Promise<WorkerFailure | null> {
  if ('failure' in handler) return handler.failure;
  try {
    const ended = handler.run(payload, context);
    if (isPromise(ended)) await ended;
    return null;
  } catch (error) {
    return toFailure(error, context.isTimedOut());
  }
}

/** What costs something (the id's text, the timer of the signal) is made for handlers that look at it. */
export class JobContext implements HandlerContext {
  readonly #job: BundledJob;
  #signal: AbortSignal | undefined;
  #timeout: AbortSignal | undefined;
  #cancel: AbortController | undefined;

  constructor(job: BundledJob) {
    this.#job = job;
  }

  get jobId(): string {
    const { bundle, row, place } = this.#job;
    return toJobId(bundle.firstKeys?.[row] ?? jobKeyAt(this.#key, place));
  }

  get useCase(): string {
    return this.#job.bundle.useCase;
  }

  get attempt(): number {
    return this.#job.bundle.attempts[this.#job.row] ?? 1;
  }

  get fencingToken(): string {
    const { bundle, row } = this.#job;
    return `${digits(bundle.epochs[row], EPOCH_DIGITS)}-${digits(bundle.tokens[row], TOKEN_DIGITS)}`;
  }

  get deadlineAt(): number {
    return deadlineOfJobKey(this.#key);
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#createSignal();
    return this.#signal;
  }

  isTimedOut(): boolean {
    return this.#timeout?.aborted ?? false;
  }

  /** The job is not wanted any more: raises the signal, for a handler that looks at it now or later. */
  cancel(reason: string): void {
    this.#cancel ??= new AbortController();
    this.#cancel.abort(new DOMException(`The job was cancelled. ${reason}`, 'AbortError'));
  }

  #createSignal(): AbortSignal {
    this.#timeout = AbortSignal.timeout(this.#job.bundle.timeoutMs);
    this.#cancel ??= new AbortController();
    return AbortSignal.any([this.#timeout, this.#cancel.signal]);
  }

  get #key(): JobKey {
    return this.#job.bundle.keys[this.#job.row] as JobKey;
  }
}

/** Padded, so that texts compare as the numbers do. */
function digits(value: number | undefined, length: number): string {
  return String(value ?? 0).padStart(length, '0');
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function toFailure(error: unknown, isTimedOut: boolean): WorkerFailure {
  const message = cleanText(describe(error), LIMITS.errorBytes);
  if (isTimedOut) return { code: 'TIMEOUT', message };
  return { code: isOverload(error) ? 'DOWNSTREAM_OVERLOAD' : 'HANDLER_ERROR', message };
}

/** HTTP: too many requests, service unavailable. */
const OVERLOAD_STATUSES: readonly unknown[] = [429, 503];

/**
 * What a handler calls said that this is too much: an error named `DownstreamOverloadError`, or one that carries the HTTP status
 * 429 or 503 as the usual clients leave it (`status`, `statusCode`, `response.status`).
 */
function isOverload(error: unknown): boolean {
  try {
    const { name, status, statusCode, response } = error as Record<string, unknown>;
    const answered = (response as { status?: unknown } | undefined)?.status;
    return (
      name === 'DownstreamOverloadError' ||
      [status, statusCode, answered].some((code) => OVERLOAD_STATUSES.includes(code))
    );
  } catch {
    return false;
  }
}

/** Anything can be thrown, objects that throw when they are printed among them. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'The handler threw something that cannot be printed';
  }
}

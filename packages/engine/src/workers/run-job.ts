import { cleanText } from '@leeway/domain/json-text';
import { LIMITS } from '@leeway/domain/limits';
import type { HandlerContext, LoadedHandler } from './handler-loader.ts';
import type { BundleMessage, WorkerFailure } from './protocol.ts';

/** Runs one job of a bundle to its end; null where it succeeded. Never rejects. */
export async function runJob(
  handler: LoadedHandler,
  bundle: BundleMessage,
  position: number,
): Promise<WorkerFailure | null> {
  if ('failure' in handler) return handler.failure;
  const context = createContext(bundle, position);
  try {
    const ended = handler.run(JSON.parse(bundle.payloads[position] ?? 'null'), context);
    if (isPromise(ended)) await ended;
    return null;
  } catch (error) {
    return toFailure(error, context.isTimedOut());
  }
}

interface JobContext extends HandlerContext {
  isTimedOut(): boolean;
}

/** The abort signal costs a timer, so it exists only for handlers that look at it. */
function createContext(bundle: BundleMessage, position: number): JobContext {
  let signal: AbortSignal | undefined;
  return {
    jobId: bundle.jobIds[position] ?? '',
    useCase: bundle.useCase,
    attempt: bundle.attempts[position] ?? 1,
    deadlineAt: bundle.deadlines[position] ?? 0,
    get signal() {
      signal ??= AbortSignal.timeout(bundle.timeoutMs);
      return signal;
    },
    isTimedOut: () => signal?.aborted ?? false,
  };
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function toFailure(error: unknown, isTimedOut: boolean): WorkerFailure {
  const message = cleanText(describe(error), LIMITS.errorBytes);
  return { code: isTimedOut ? 'TIMEOUT' : 'HANDLER_ERROR', message };
}

/** Anything can be thrown, objects that throw when they are printed among them. */
function describe(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'The handler threw something that cannot be printed';
  }
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WorkerFailure } from './protocol.ts';

/** What a handler learns about its job beside the payload. */
export interface HandlerContext {
  readonly jobId: string;
  readonly useCase: string;
  /** From 1. */
  readonly attempt: number;
  /**
   * Of the lease that this run has. A later lease of the same job has a greater one, as text: what the handler writes to can
   * keep the greatest it saw and refuse a run that was given up for lost, but goes on.
   */
  readonly fencingToken: string;
  /** ms since 1970. */
  readonly deadlineAt: number;
  /**
   * Aborted when the time limit is reached (`reason.name` is `TimeoutError`); shortly after, the process is ended. Aborted
   * when somebody cancels the job (`AbortError`): it may end as it likes, and is not tried again.
   */
  readonly signal: AbortSignal;
}

export type Handler = (payload: unknown, context: HandlerContext) => unknown;

/** A handler, or why there is none. */
export type LoadedHandler = { readonly run: Handler } | { readonly failure: WorkerFailure };

const HANDLER_ENDINGS = ['.ts', '.mts', '.js', '.mjs'] as const;

function findModule(handlersDir: string, name: string): string | undefined {
  return HANDLER_ENDINGS.map((ending) => path.join(handlersDir, name + ending)).find((file) => existsSync(file));
}

function notFound(message: string): LoadedHandler {
  return { failure: { code: 'HANDLER_NOT_FOUND', message } };
}

async function importHandler(file: string, name: string): Promise<LoadedHandler> {
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    const run = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    if (typeof run !== 'function')
      return notFound(`The handler module "${name}" has no default export that is a function`);
    return { run: run as Handler };
  } catch (error) {
    return notFound(`The handler module "${name}" could not be loaded: ${String(error)}`);
  }
}

/** Loads handler modules by name from one folder, each once per process; a missing one is looked for again next time. */
export function createHandlerLoader(handlersDir: string): (name: string) => Promise<LoadedHandler> {
  const loaded = new Map<string, LoadedHandler>();
  return async (name) => {
    const known = loaded.get(name);
    if (known !== undefined) return known;
    const file = findModule(handlersDir, name);
    if (file === undefined) return notFound(`There is no handler module "${name}" in the handler folder`);
    const handler = await importHandler(file, name);
    if ('run' in handler) loaded.set(name, handler);
    return handler;
  };
}

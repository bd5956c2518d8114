import type { WorkerOrder } from './worker-process.ts';

/** Called when jobs' handlers have ended. */
export type Handled = (count: number) => void;

/** Runs a worker as its project documents it; resolves when it takes jobs. */
export type Work = (order: WorkerOrder, handle: (payload: never) => unknown, handled: Handled) => Promise<void>;

import type { BundleMessage, CancelMessage, WorkerMessage } from './protocol.ts';

export interface WorkerProcessOptions {
  readonly handlersDir: string;
  readonly memoryLimitMb: number;
  readonly onMessage: (message: WorkerMessage) => void;
  readonly onOutput: (text: string) => void;
  /** Called once; `output` is the last of what it printed on standard error. */
  readonly onExit: (exit: WorkerExit) => void;
}

export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  /** What it took, in MiB, when the system ended it because there was no memory left; null where it was not that. */
  readonly outOfMemoryAtMb: number | null;
}

/** A process that runs handlers, as a slot sees it. */
export interface WorkerProcess {
  send(bundle: BundleMessage): void;
  /** About a job of the bundle that was sent last. */
  cancel(message: CancelMessage): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  /** Resolves when it is gone. */
  killAndWait(): Promise<void>;
  /** Resident memory in MiB; 0 where that is not known. */
  memoryMb(): number;
}

/** Starts one; the engine forks, the simulation brings its own. */
export type StartWorkerProcess = (options: WorkerProcessOptions) => WorkerProcess;

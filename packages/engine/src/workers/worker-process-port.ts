import type { CancelMessage, TrainMessage, WorkerMessage } from './protocol.ts';

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
  /** Number of the bundle that it began last; 0 where it began none. */
  readonly begun: number;
}

/** A process that runs handlers, as a slot sees it. */
export interface WorkerProcess {
  send(train: TrainMessage): void;
  cancel(message: CancelMessage): void;
  /** Number of the bundle that it began last. */
  begun(): number;
  /** Has it begin none any more up to this number; returns the last one that may have begun. What it passes over it tells. */
  recall(upTo: number): number;
  /** Ends it at once, whatever it does. */
  kill(): void;
  /** Resolves when it is gone. */
  killAndWait(): Promise<void>;
  /** Resident memory in MiB; 0 where that is not known. */
  memoryMb(): number;
}

/** Starts one; the engine forks, the simulation brings its own. */
export type StartWorkerProcess = (options: WorkerProcessOptions) => WorkerProcess;

import type { HandlerName, Place, SystemName } from '../words.ts';

export interface Workload {
  /** Names of use cases, queues or task identifiers, whatever the system calls them. */
  readonly useCases: readonly string[];
  /** Those of them that ask to come first; none where it does not matter. */
  readonly urgent?: readonly string[];
  readonly handler: HandlerName;
  /** What matters in this case: a system may have settings for either. */
  readonly aim: 'throughput' | 'delay';
  /** Handlers that wait for others, so that more of them than there are cores should run at once. */
  readonly isWaiting?: boolean;
}

/** A queue under test, and how it is set up. */
export interface System {
  readonly name: SystemName;
  /** In words, with where the project documents them. */
  readonly settings: string;
  readonly needsRedis?: 'always' | 'everysec';
  open(place: Place, workload: Workload): Promise<OpenSystem>;
}

/** One system on an empty store of its own. */
export interface OpenSystem {
  /** Resolves when all are stored. */
  submitMany(useCase: string, payloads: readonly object[]): Promise<void>;
  submitOne(useCase: string, payload: object): Promise<void>;
  /** Jobs that must not start before an instant, given to the millisecond; only where the case asks for it. */
  submitAhead?(useCase: string, jobs: readonly { payload: object; availableAt: Date }[]): Promise<void>;
  /** Resolves when they could start a job. */
  startWorkers(): Promise<void>;
  /** Jobs whose handler has ended, as far as the system tells; cheap, asked often. */
  doneCount(): Promise<number>;
  /** Jobs that the store still holds as work to do, running ones included. */
  unsettledCount(): Promise<number>;
  /** Resident memory of the process that dispatches, in bytes; null where that is the handlers' own process. */
  dispatcherBytes(): number | null;
  /** Fills the store with jobs that come after all that is submitted later; only where the case asks for it. */
  fillBacklog?(useCase: string, count: number): Promise<void>;
  /** Fills the store with jobs that are due at one instant, ms since 1970, which it returns; only where the case asks for it. */
  fillDelayed?(useCase: string, count: number): Promise<number>;
  /** What a use case may use, in CPU ms per second; only where the case asks for it. */
  setCpuQuota?(useCase: string, cpuMsPerSecond: number): Promise<void>;
  /** CPU ms that its jobs were measured to have used so far; only where the case asks for it. */
  usedCpuMs?(useCase: string): Promise<number>;
  /** Lifts that quota for so long; resolves with the ms from the call to its end. */
  grantBurst?(useCase: string, factor: number, forMs: number): Promise<number>;
  close(): Promise<void>;
}

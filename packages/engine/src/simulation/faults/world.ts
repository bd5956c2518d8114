import type { CommandStore } from '../../queue/command-store.ts';
import type { HeldJobs } from '../../queue/held-jobs.ts';
import type { QueueStore } from '../../queue/queue-store.ts';
import type { UseCaseEntry } from '../../registry/entries.ts';
import type { WorkerProcess } from '../../workers/worker-process-port.ts';
import type { Chance } from '../chance.ts';
import type { EventLog } from '../event-log.ts';
import type { SimulatedProcess } from '../simulated-process.ts';
import type { Statements } from '../store/statements.ts';
import type { VirtualTime } from '../virtual-time.ts';
import type { Observer } from './observer.ts';
import type { Plan } from './plan.ts';
import type { StoreServer } from './remote-store.ts';

/** A bug that is planted to see whether the simulation finds it: what of an engine is replaced. */
export interface Plant {
  readonly statements?: Statements;
  readonly store?: (store: QueueStore, process: SimulatedProcess) => QueueStore;
  readonly commands?: (store: CommandStore) => CommandStore;
  readonly held?: () => HeldJobs;
  /** How an engine sees its worker processes. */
  readonly worker?: (process: WorkerProcess) => WorkerProcess;
  /** How an engine sees a use case. */
  readonly useCase?: (entry: UseCaseEntry) => UseCaseEntry;
}

/** What all actors of a run share. */
export interface World {
  readonly plan: Plan;
  readonly plant: Plant;
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly log: EventLog;
  readonly server: StoreServer;
  readonly useCases: ReadonlyMap<number, UseCaseEntry>;
  readonly observer: Observer;
  /** ms since the run began. */
  elapsedMs(): number;
  /** What goes wrong at this time; null: nothing any more. */
  faults(): Plan | null;
  /** Runs a check: what it throws ends the run. */
  guard(check: () => void): void;
  /** The run is over: this must not have happened. */
  fail(error: unknown): void;
}

import type { PoolSize } from '../../capacity/dominant-share.ts';
import type { DownstreamEntry, GrantEntry, IncidentModeEntry, UseCaseEntry } from '../../registry/entries.ts';

/** A job that will be submitted, and what it takes where nobody disturbs it. */
export interface Arrival {
  /** Whole ms since the simulation began. */
  readonly atMs: number;
  /** Infinity: it never returns, and is ended at the time limit of its use case. */
  readonly runMs: number;
  readonly cpuMs: number;
}

/** A use case, and the jobs that come for it in order of time. */
export interface SimulatedUseCase {
  readonly entry: UseCaseEntry;
  /** Drawn one by one as time passes: a day is never in memory. */
  readonly arrivals: () => Iterator<Arrival>;
  /** How many come before an instant, where that is known without drawing them. */
  readonly countBefore?: (ms: number) => number;
}

/** A service that handlers call; while it is out, or asked for more than it carries, whoever calls it is told so. */
export interface SimulatedDownstream {
  readonly entry: DownstreamEntry;
  readonly outages: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Calls per second that it really carries; null: any number. */
  readonly carriesPerSecond: number | null;
}

/** Everything that a run depends on: the same plan gives the same result. Instants in ms since the simulation began. */
export interface SimulationPlan {
  readonly fleet: PoolSize;
  /** Their numbers are 1, 2, 3 … in this order. */
  readonly useCases: readonly SimulatedUseCase[];
  readonly downstreams: readonly SimulatedDownstream[];
  readonly grants: readonly GrantEntry[];
  readonly incidentModes: readonly IncidentModeEntry[];
  readonly untilMs: number;
  /** What became available before is left out of the result. */
  readonly measureFromMs: number;
  readonly seed: string;
}

/** What a job passes before it starts, in this order. `turn`: nothing forbids it, others come first. */
export const GATES = [
  'incidentMode',
  'paused',
  'notDue',
  'cpuQuota',
  'memory',
  'concurrency',
  'concurrencyKey',
  'downstream',
  'slowStart',
  'timeShift',
  'noWorker',
  'flowControl',
  'turn',
] as const;
export type Gate = (typeof GATES)[number];

/** Who holds what somebody else waits for. */
export interface Holder {
  readonly useCase: string;
  /** What it holds, in the unit of the reading. */
  readonly amount: number;
}

/** A concurrency key that is at its limit. */
export interface KeyReading {
  readonly key: string;
  readonly runningCount: number;
  readonly limit: number;
  /** Public ids of jobs that run, some of them where they are many. */
  readonly jobIds: readonly string[];
}

/** What one gate says at an instant. Numbers are live: what is used of what there is. */
export interface GateReading {
  readonly gate: Gate;
  readonly isOpen: boolean;
  /** In `unit`; null where the gate counts nothing. */
  readonly used: number | null;
  /** Null: no limit. */
  readonly limit: number | null;
  readonly unit: 'CPU ms/s' | 'MiB' | 'jobs' | 'jobs/s' | 'jobs/min' | 'slots' | 'share' | null;
  /** When it opens, as far as is known: ms since 1970 on the store's clock. */
  readonly opensAt: number | null;
  /** What a person reads: names the cause and, where there is one, the remedy. */
  readonly text: string;
  readonly holders: readonly Holder[];
  /** Of the gate `concurrencyKey`: keys at their limit, of which more waits; those that wait longest. */
  readonly keys?: readonly KeyReading[];
}

/** Machine-readable: why the head of a queue has not started. */
export interface WaitReason {
  /** The first gate that is closed; `turn` where none is. */
  readonly gate: Gate;
  readonly readings: readonly GateReading[];
  /** Since when the job that is next could have started, ms since 1970 on the store's clock; null where it is not known. */
  readonly headAvailableAt: number | null;
  /** When an engine looked, ms since 1970 on the store's clock. */
  readonly seenAt: number;
}

/** What one engine says of why a use case waits. */
export interface EngineWait extends WaitReason {
  readonly engineId: string;
}

/** Why a use case waits now. */
export interface UseCaseWait {
  readonly useCase: string;
  /** Empty where nothing of it waits for more than half a second. */
  readonly engines: readonly EngineWait[];
}

/** Why one job has not started. */
export interface JobWait {
  readonly id: string;
  readonly state: string;
  /** Null where it does not wait: it runs, or it is over. */
  readonly reason: WaitReason | null;
  /** Jobs of its use case that stand before it; null where it does not wait, or for its earliest start. */
  readonly aheadCount: number | null;
  /** More than `aheadCount` stand before it: nobody counts further. */
  readonly isMoreAhead: boolean;
}

/** The words of the command line and of the JSON. */
export const CASES = [
  'submit',
  'submit-http',
  'drain',
  'end-to-end',
  'latency',
  'use-cases',
  'backlog',
  'neighbour',
  'lateness',
  'quota',
  'raw',
] as const;
export type CaseName = (typeof CASES)[number];

export const SYSTEMS = [
  'leeway',
  'leeway-rows',
  'leeway-http',
  'graphile-worker',
  'pg-boss',
  'bullmq',
  'bullmq-everysec',
  'bullmq-postgres',
  'raw',
] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** Modules of handlers/. */
export type HandlerName =
  | 'noop'
  | 'hold'
  | 'record-start'
  | 'sleep-or-record'
  | 'record-or-nothing'
  | 'burn-and-record';

export interface Sizes {
  /** Jobs of a run that counts throughput; single submissions are a tenth of them. */
  readonly jobs: number;
  /** How long a run that measures delay goes on. */
  readonly measureMs: number;
  /** How long a change of policy may take to show before its effect is measured. */
  readonly settleMs: number;
  /** The same load before that, until the code of every process is compiled. */
  readonly warmUpMs: number;
  readonly latencyPerSecond: number;
  readonly useCaseCounts: readonly number[];
  readonly backlogs: readonly number[];
  /** Jobs that are due at one instant. */
  readonly herd: number;
}

/** One number of one run. */
export interface Measurement {
  /** Tells numbers of one case apart: `p50`, `10000 use cases`. Empty where there is one. */
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
}

/** What a run's process is told. */
export interface RunSpec {
  readonly case: CaseName;
  readonly system: SystemName;
  /** Tells variants of one case apart that are runs of their own, such as the number of use cases. */
  readonly variant: number;
  readonly sizes: Sizes;
  readonly place: Place;
}

/** What a run may use. */
export interface Place {
  /** A database of this run alone. */
  readonly databaseUrl: string;
  /** A Redis of this run alone; null for systems that need none. */
  readonly redisPort: number | null;
  /** A port that nobody else uses. */
  readonly port: number;
  /** Where CPU profiles go. */
  readonly profileDir: string | null;
}

/** What a run's process answers. */
export type RunAnswer =
  | { readonly kind: 'measured'; readonly measurements: readonly Measurement[] }
  | { readonly kind: 'failed'; readonly message: string };

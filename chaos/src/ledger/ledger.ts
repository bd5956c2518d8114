/** Who was where when: everything the checker knows, all of it written down outside the system under test, or by its store. */
export interface Ledger {
  readonly submissions: readonly Submission[];
  readonly runs: readonly Run[];
  readonly faults: readonly Fault[];
  /** The id that the engine in a process gave itself, by process. */
  readonly engines: ReadonlyMap<number, string>;
  readonly witness: Witness;
  readonly looks: readonly BalanceLook[];
  /** Error codes that clients were answered, and how often. */
  readonly refusals: ReadonlyMap<string, number>;
}

/** One job as its client saw it. The marker is the client's own number of the job and travels in the payload. */
export interface Submission {
  readonly marker: number;
  /** `unknown`: no answer came, so the job may exist or not. */
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  /** 32 hexadecimal digits; null where no answer named it. */
  readonly id: string | null;
  readonly availableAt: number;
}

/** One run of a handler, as the handler wrote it down. Instants in ms of this machine's clock, which is the store's. */
export interface Run {
  readonly id: string;
  readonly attempt: number;
  /** The lease: the epoch of its shard, and its number in the engine. */
  readonly epoch: number;
  readonly token: number;
  readonly marker: number;
  readonly startedAt: number;
  /** Null where the process ended first. */
  readonly endedAt: number | null;
  readonly isOk: boolean;
  readonly pid: number;
  readonly enginePid: number;
}

export type FaultTarget = 'engine' | 'worker' | 'client' | 'backend' | 'postmaster';

/** What was done to a process. A pause lasts, and so does what a kill of Postgres does to all: until it takes connections again. */
export interface Fault {
  readonly kind: 'kill' | 'pause' | 'ended-by-itself';
  readonly target: FaultTarget;
  readonly pid: number;
  readonly from: number;
  readonly to: number;
}

/** What the store saw: written by triggers in the transactions that it is about, and read at the end. */
export interface Witness {
  readonly epochs: readonly ShardEpoch[];
  /** In the order of their time. */
  readonly settled: readonly SettledRow[];
  readonly dead: readonly { readonly id: string; readonly marker: number }[];
  readonly totals: Totals;
  /** Rows that are neither done nor dead when everything should be. */
  readonly leftCount: number;
}

/** What did not agree at a moment of the run: rows and counters, in one snapshot. */
export interface BalanceLook {
  readonly at: number;
  readonly wrong: readonly string[];
}

/** Somebody became the owner of a shard. */
export interface ShardEpoch {
  readonly shard: number;
  readonly epoch: number;
  readonly owner: string;
  readonly at: number;
  /** The owner before had not given it back: its time had run out. */
  readonly isTakeOver: boolean;
}

/** A row left the ready queue: who did it, and who owned the shard in that moment. */
export interface SettledRow {
  readonly id: string;
  readonly attempt: number;
  /** A mega-job holds several jobs, whose ids follow the row's by one each. */
  readonly jobCount: number;
  readonly settler: string;
  readonly owner: string;
  readonly epoch: number;
  readonly at: number;
}

/** The counters of the product, over all use cases. */
export interface Totals {
  readonly submitted: number;
  readonly done: number;
  readonly failed: number;
  readonly dead: number;
  readonly delayedIn: number;
  readonly delayedOut: number;
  /** Rows of history that are no success. */
  readonly keptFailures: number;
}

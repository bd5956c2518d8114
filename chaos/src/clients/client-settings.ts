/** What a client process is told at its start, as JSON in its only argument. */
export interface ClientSettings {
  readonly clientNo: number;
  /** Markers of its jobs count up from here; no other client, and no earlier one of this number, has them. */
  readonly firstMarker: number;
  readonly kind: 'plain' | 'sdk';
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly useCases: readonly string[];
  readonly seed: number;
  /** Short jobs that succeed, all due at once. */
  readonly isCalm: boolean;
  readonly ledgerFile: string;
}

/** Supervisor → client: how many jobs of it may be accepted by now, all in all. */
export interface AllowanceMessage {
  readonly kind: 'allowance';
  readonly jobCount: number;
}

/** Supervisor → client: finish the call under way and end. */
export interface EndMessage {
  readonly kind: 'end';
}

/** Client → supervisor: jobs of a call that were accepted. */
export interface ProgressMessage {
  readonly kind: 'progress';
  readonly jobCount: number;
}

/** Markers of one generation of a client; more jobs than any run submits. */
export const MARKERS_PER_CLIENT = 10_000_000;

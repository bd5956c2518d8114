import { DAY_MS, HOUR_MS, KIB, MIB, SECOND_MS } from './units.ts';

/** Every limit a program or a person can run into, in one place; the documentation lists the same numbers. */
export const LIMITS = {
  /** Bytes of one payload, as UTF-8 JSON text. */
  payloadBytes: 256 * KIB,
  /** Levels of arrays and objects inside one payload. */
  payloadDepth: 64,
  /** Jobs in one submit request. */
  jobsPerRequest: 1_000,
  /** Bytes of one request body. */
  requestBytes: 8 * MIB,
  /** Elements of arrays and members of objects in one request body: a small text can take much memory once it is parsed. */
  valuesPerRequest: 500_000,
  /** Time for a client to send a request, headers and body. */
  requestReadMs: 30 * SECOND_MS,
  /** Bytes of the headers of one request. */
  headerBytes: 16 * KIB,
  /** Characters of a use case's name or a job's id in an address. */
  addressPartLength: 256,
  /** Bytes of request bodies that one engine holds, from their first byte to their answer; more are refused with 503. */
  bytesInFlight: 32 * MIB,
  /** Jobs that wait in one engine for a statement; more are refused with 503. */
  waitingJobs: 50_000,
  /** How long a submission waits for its statement; then it is refused with 503, and nothing is stored. */
  submitWaitMs: 2 * SECOND_MS,
  /** How long the store has to answer; then the answer is 503, and whether the jobs are stored is unknown. */
  submitStatementMs: 4 * SECOND_MS,
  /** How long an engine tries to connect to its store. */
  submitConnectMs: SECOND_MS,
  /** Characters of the Idempotency-Key header, and how long a repeat is recognised at least. */
  idempotencyKeyLength: 255,
  idempotencyKeyKeptMs: DAY_MS,
  /** Characters of a job's dedupe key. */
  dedupeKeyLength: 200,
  /** Characters of a job's concurrency key. */
  concurrencyKeyLength: 100,
  /** Window of a dedupe key, counted from the acceptance. */
  dedupeWindowMs: { min: 1, max: 30 * DAY_MS },
  /** Furthest earliest start, counted from the submission. */
  availableAheadMs: 366 * DAY_MS,
  delayToleranceMs: { min: 0, max: 30 * DAY_MS },
  maxAttempts: { min: 1, max: 50 },
  backoffBaseMs: { min: 100, max: HOUR_MS },
  backoffCapMs: { min: 100, max: DAY_MS },
  timeoutMs: { min: 100, max: HOUR_MS },
  memoryLimitMb: { min: 32, max: 4_096 },
  /** Jobs that a mega-job holds; 1: every job has a row of its own. */
  megaJobMaxCount: { min: 1, max: 1_000 },
  /** KiB of payloads that a mega-job holds. */
  megaJobMaxKb: { min: 1, max: 1_024 },
  /** How long a job may wait for others to share its row. */
  megaJobMaxWaitMs: { min: 0, max: 1_000 },
  /** Bytes of an error text that is kept; the rest is cut. */
  errorBytes: 4 * KIB,
  /** What a handler's process may print in a second, on each of its two outputs; whoever prints more waits, in its own time. */
  handlerOutputBytesPerSecond: MIB,
  nameLength: 63,
  descriptionLength: 2_000,
  reasonLength: 500,
  /** Recurring schedules of one use case. */
  schedulesPerUseCase: 100,
  /** Missed runs of a schedule that `runAll` makes up for; older ones are left out. */
  missedRuns: 100,
  /** Characters of the text that a filter looks for in failure messages. */
  filterTextLength: 200,
  /** Bulk operations of one use case that have not ended. */
  openOperations: 5,
  /** Characters of a cron expression. */
  cronLength: 200,
  /** Use cases that one lease call may name. */
  leaseUseCases: 20,
  /** Jobs that one lease call may ask for. */
  leaseCount: { min: 1, max: 1_000 },
  /** From the grant, or from an extension, to the expiry. */
  leaseSeconds: { min: 1, max: 12 * 3_600 },
  /** An attempt ends this long after its lease, however often that is extended. */
  leaseTotalMs: 7 * DAY_MS,
  /** How long a lease call may wait for a job. */
  leaseWaitMs: { min: 0, max: 30 * SECOND_MS },
  /** Lease calls that may wait in one engine at once. */
  waitingLeaseCalls: 2_000,
  /** Of these with one key, so that no team takes all. */
  waitingLeaseCallsPerKey: 500,
  /** Bytes of payload that one lease call hands out before it stops, one job at least. */
  leaseBytes: 8 * MIB,
  /** Leases that one extend, ack or nack call may name. */
  leasesPerRequest: 1_000,
  /** The retry that a nack asks for, instead of the use case's backoff. */
  nackDelayMs: { min: 0, max: 30 * DAY_MS },
  /** What a program says that it used for one attempt. */
  reportedMs: { min: 0, max: 30 * DAY_MS },
  /** CPU ms per second that a use case may use: 1,000 are one core. */
  cpuQuotaMsPerSecond: { min: 1, max: 10_000_000 },
  /** Submitted jobs per second, and how many may come at once. */
  ratePerSecond: { min: 1, max: 1_000_000 },
  rateBurst: { min: 1, max: 1_000_000 },
  /** Jobs of a use case that run at once, and of one concurrency key of it. */
  concurrency: { min: 1, max: 100_000 },
  /** A use case's part in the sharing, beside the others' weights. */
  fairWeight: { min: 1, max: 10_000 },
  /** Downstreams that one use case may name. */
  downstreamsPerUseCase: 10,
  /** Overload signals per minute. */
  overloadThreshold: 100_000,
  /** Length of a burst grant; extended, it ends within `grantTotalMs` of its start. */
  grantMs: { min: 10 * SECOND_MS, max: DAY_MS },
  grantTotalMs: 3 * DAY_MS,
  /** How far ahead a grant can be planned. */
  grantAheadMs: 90 * DAY_MS,
  grantFactor: { min: 1.1, max: 100 },
  grantAbsolute: 10_000_000,
  /** Grants of one use case that have not ended. */
  openGrants: 10,
  incidentModeMs: { min: 60 * SECOND_MS, max: DAY_MS },
  /** Incident modes in force at once: the highest floor holds. */
  openIncidentModes: 5,
  incidentUrlLength: 500,
  /** Webhooks of one team (and of the whole tier) that are told of alerts. */
  webhooksPerTeam: 10,
  /** Rows of one page of a list. */
  pageRows: 200,
} as const;

/** What a use case gets when its owner says nothing else. */
export const USE_CASE_DEFAULTS = {
  runtime: 'process',
  criticality: 'normal',
  maxAttempts: 5,
  backoffBaseMs: SECOND_MS,
  backoffCapMs: HOUR_MS,
  timeoutMs: 60 * SECOND_MS,
  memoryLimitMb: 128,
  megaJobMaxCount: 1,
  megaJobMaxKb: 64,
  megaJobMaxWaitMs: 0,
  quotaKind: 'reserved',
  cpuQuotaMsPerSecond: null,
  rateLimitPerSecond: null,
  rateLimitBurst: null,
  concurrencyLimit: null,
  concurrencyKeyLimit: null,
  fairWeight: 100,
  downstreams: [] as string[],
} as const;

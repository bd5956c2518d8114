import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createHandlerLoader } from './handler-loader.ts';
import {
  BUNDLE_STATE,
  type BundleMessage,
  bundleCell,
  CONTROL,
  NO_JOB,
  type ResultsMessage,
  type ThreadFailure,
  type ThreadSetup,
} from './protocol.ts';
import { runJob } from './run-job.ts';

/** While a bundle runs, finished results are handed over this often, so that little is repeated if the thread dies. */
const FLUSH_MS = 20;
/** An idle thread waits this long before it reads its CPU clock: the kernel moves it only at ticks and switches. */
const CPU_SETTLE_MS = 1;

interface Unsent {
  readonly seq: number;
  from: number;
  startedAts: number[];
  runMs: number[];
  failures: (ThreadFailure | null)[];
}

const setup = workerData as ThreadSetup;
const control = new Int32Array(setup.control);
const loadHandler = createHandlerLoader(setup.handlersDir);
const queue: BundleMessage[] = [];
let isRunning = false;
let finished: Unsent | null = null;
let cpuReadMs = readCpuMs();

function readCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function send(unsent: Unsent, isLast: boolean): void {
  const cpuNowMs = readCpuMs();
  const cpuMs = cpuNowMs - cpuReadMs;
  cpuReadMs = cpuNowMs;
  const { seq, from, startedAts, runMs, failures } = unsent;
  parentPort?.postMessage({ seq, from, startedAts, runMs, failures, cpuMs, isLast } satisfies ResultsMessage);
}

/** Ends the last bundle's account: what the clock shows now, at the start of the next or after a switch, belongs to it. */
function sendFinished(): void {
  if (finished !== null) send(finished, true);
  finished = null;
}

function markRunning(seq: number, position: number): void {
  Atomics.store(control, CONTROL.bundleSeq, seq);
  Atomics.store(control, CONTROL.jobStartedMs, Date.now() - setup.baseAt);
  Atomics.store(control, CONTROL.jobPosition, position);
}

function emptyUnsent(seq: number, from: number): Unsent {
  return { seq, from, startedAts: [], runMs: [], failures: [] };
}

async function runBundle(bundle: BundleMessage): Promise<void> {
  let unsent = emptyUnsent(bundle.seq, 0);
  let sentAt = performance.now();
  markRunning(bundle.seq, 0);
  const handler = await loadHandler(bundle.handler);
  for (let position = 0; position < bundle.jobIds.length; position++) {
    if (unsent.runMs.length > 0 && performance.now() - sentAt > FLUSH_MS) {
      send(unsent, false);
      unsent = emptyUnsent(bundle.seq, position);
      sentAt = performance.now();
    }
    markRunning(bundle.seq, position);
    const startedAt = Date.now();
    const before = performance.now();
    const failure = await runJob(handler, bundle, position);
    unsent.startedAts.push(startedAt);
    unsent.runMs.push(performance.now() - before);
    unsent.failures.push(failure);
  }
  Atomics.store(control, CONTROL.jobPosition, NO_JOB);
  finished = unsent;
}

function isClaimed({ seq }: BundleMessage): boolean {
  const { queued, claimed } = BUNDLE_STATE;
  return Atomics.compareExchange(control, bundleCell(seq), queued, claimed) === queued;
}

async function runQueue(): Promise<void> {
  isRunning = true;
  for (let bundle = queue.shift(); bundle !== undefined; bundle = queue.shift()) {
    sendFinished();
    if (isClaimed(bundle)) await runBundle(bundle);
    if (queue.length === 0) await nextTurn();
  }
  isRunning = false;
  setTimeout(() => {
    if (!isRunning) sendFinished();
  }, CPU_SETTLE_MS);
}

parentPort?.on('message', (bundle: BundleMessage) => {
  queue.push(bundle);
  if (!isRunning) void runQueue();
});

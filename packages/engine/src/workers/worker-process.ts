import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { cleanText } from '@leeway/domain/json-text';
import { LIMITS } from '@leeway/domain/limits';
import { createHandlerLoader } from './handler-loader.ts';
import type { BundleMessage, WorkerFailure, WorkerMessage } from './protocol.ts';
import { runJob } from './run-job.ts';

/** While a bundle runs, finished results are handed over this often, so that little is repeated if the process dies. */
const FLUSH_MS = 20;

interface Unsent {
  readonly from: number;
  readonly startedAts: number[];
  readonly runMs: number[];
  readonly failures: (WorkerFailure | null)[];
}

const loadHandler = createHandlerLoader(process.argv[2] ?? '.');
let cpuRead = process.cpuUsage();

function send(message: WorkerMessage): void {
  process.send?.(message);
}

/** CPU of the process since the last call, in ms. The kernel brings the clock up to date for the process that asks. */
function takeCpuMs(): number {
  const now = process.cpuUsage();
  const cpuMs = (now.user - cpuRead.user + now.system - cpuRead.system) / 1_000;
  cpuRead = now;
  return cpuMs;
}

function readMemoryMb(): number {
  const { used_heap_size: heapBytes, external_memory: externalBytes } = getHeapStatistics();
  return (heapBytes + externalBytes) / 2 ** 20;
}

function sendResults(unsent: Unsent, isLast: boolean): void {
  send({ kind: 'results', ...unsent, cpuMs: takeCpuMs(), memoryMb: readMemoryMb(), isLast });
}

function emptyUnsent(from: number): Unsent {
  return { from, startedAts: [], runMs: [], failures: [] };
}

async function runBundle(bundle: BundleMessage): Promise<void> {
  takeCpuMs();
  let unsent = emptyUnsent(0);
  let sentAt = performance.now();
  const handler = await loadHandler(bundle.handler);
  for (let position = 0; position < bundle.jobIds.length; position++) {
    const before = performance.now();
    if (unsent.runMs.length > 0 && before - sentAt > FLUSH_MS) {
      sendResults(unsent, false);
      await nextTurn();
      unsent = emptyUnsent(position);
      sentAt = before;
    }
    unsent.startedAts.push(Date.now());
    const failure = await runJob(handler, bundle, position);
    unsent.runMs.push(performance.now() - before);
    unsent.failures.push(failure);
  }
  sendResults(unsent, true);
}

function describeCrash(error: unknown): string {
  try {
    return cleanText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), LIMITS.errorBytes);
  } catch {
    return 'something that cannot be printed';
  }
}

/** Ends this process when its engine is gone, even while a handler blocks the main thread. */
function watchParent(): void {
  const source = `
    const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`;
  new Worker(source, {
    eval: true,
    name: 'parent-watch',
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  }).unref();
}

process.on('uncaughtException', (error) => {
  process.send?.({ kind: 'crash', message: describeCrash(error) } satisfies WorkerMessage, () => process.exit(1));
});
process.on('disconnect', () => process.exit(0));
// The engine ends this process itself; a Ctrl-C in the terminal must not do it before running jobs have ended.
process.on('SIGINT', () => undefined);
process.on('message', (bundle: BundleMessage) => void runBundle(bundle));
watchParent();
send({ kind: 'ready' });

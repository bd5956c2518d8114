import { setImmediate as nextTurn } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { cleanText } from '@leeway/domain/json-text';
import { LIMITS } from '@leeway/domain/limits';
import { machineTime } from '../runtime/machine-time.ts';
import { beginClaimed } from './claims.ts';
import { endStrays } from './end-strays.ts';
import { createHandlerLoader } from './handler-loader.ts';
import { JobCancels } from './job-cancels.ts';
import type { BundleMessage, CancelMessage, TrainMessage, WorkerMessage } from './protocol.ts';
import { ResultBuffer } from './result-buffer.ts';
import { JobContext, jobsOf, runJob } from './run-job.ts';

/** While a bundle runs, finished results are handed over this often, so that little is repeated if the process dies. */
const FLUSH_MS = 20;

const PASSED_OVER = { code: 'CANCELLED', message: '' } as const;

/** Handlers and what they use have no word with the engine: some libraries send one wherever there is somebody to hear. */
const send = process.send?.bind(process);
Reflect.deleteProperty(process, 'send');
const tell = (message: WorkerMessage, onSent = () => undefined): void => void send?.(message, onSent);

const loadHandler = createHandlerLoader(process.argv[2] ?? '.');
const claimsFd = Number(process.argv[4]);
const enginePid = Number(process.argv[5]);
let cpuRead = process.cpuUsage();
interface Boarded {
  readonly bundle: BundleMessage;
  readonly cancels: JobCancels;
}

/** What is to run, the bundle that runs first. */
const train: Boarded[] = [];

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

async function board(bundles: TrainMessage): Promise<void> {
  const isUnderWay = train.length > 0;
  for (const bundle of bundles) train.push({ bundle, cancels: new JobCancels() });
  if (isUnderWay) return;
  for (let boarded = train[0]; boarded !== undefined; boarded = train[0]) {
    const { no } = boarded.bundle;
    // From here on the end of the process is the bundle's.
    if (beginClaimed(claimsFd, no)) await runBundle(boarded);
    else tell({ kind: 'passed', no });
    train.shift();
    // What was said meanwhile is heard before the next one begins.
    if (train.length > 0) await nextTurn();
  }
}

async function runBundle({ bundle, cancels }: Boarded): Promise<void> {
  takeCpuMs();
  const jobCount = bundle.jobCounts.reduce((sum, count) => sum + count, 0);
  const handler = await loadHandler(bundle.handler);
  const results = new ResultBuffer(jobCount);
  const report = (isLast: boolean) => tell(results.take({ cpuMs: takeCpuMs(), memoryMb: readMemoryMb(), isLast }));
  let sentAt = performance.now();
  const flush = () => {
    if (results.isEmpty) return;
    report(false);
    sentAt = performance.now();
  };
  // What has ended does not wait for a long job behind it, as long as that one gives way now and then.
  const flushing = setInterval(flush, FLUSH_MS);
  for (const job of jobsOf(bundle)) {
    const before = performance.now();
    if (!results.isEmpty && before - sentAt > FLUSH_MS) {
      flush();
      await nextTurn();
    }
    const context = new JobContext(job);
    if (!cancels.begin(context)) {
      results.add(0, 0, PASSED_OVER);
      continue;
    }
    const startedAt = machineTime();
    const failure = await runJob(handler, context, job.payload);
    cancels.end();
    results.add(startedAt, performance.now() - before, failure);
  }
  clearInterval(flushing);
  report(true);
}

function cancel({ no, position, reason }: CancelMessage): void {
  const verdict = train.find(({ bundle }) => bundle.no === no)?.cancels.cancel(position, reason) ?? 'ended';
  tell({ kind: 'cancelled', no, position, verdict });
}

function describeCrash(error: unknown): string {
  try {
    return cleanText(error instanceof Error ? `${error.name}: ${error.message}` : String(error), LIMITS.errorBytes);
  } catch {
    return 'something that cannot be printed';
  }
}

/** Ends this process when its engine is gone, even while a handler blocks the main thread, and if it went while this one was starting. */
function watchParent(): void {
  const source = `
    const end = () => { try { process.kill(-process.pid, 'SIGKILL'); } catch { process.kill(process.pid, 'SIGKILL'); } };
    const look = () => { if (process.ppid !== ${enginePid}) end(); };
    look();
    setInterval(look, 500);`;
  new Worker(source, {
    eval: true,
    name: 'parent-watch',
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1 },
  }).unref();
}

process.on('uncaughtException', (error) => {
  tell({ kind: 'crash', message: describeCrash(error) }, () => process.exit(1));
});
process.on('disconnect', () => {
  // What left its group as well: there is no engine any more to look for it.
  endStrays(new Set(process.argv.slice(3, 4)));
  try {
    // With all that handlers have started: it is the head of their group.
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.exit(0);
  }
});
// The engine ends this process itself; a Ctrl-C in the terminal must not do it before running jobs have ended.
process.on('SIGINT', () => undefined);
process.on('message', (message: TrainMessage | CancelMessage) => {
  if ('kind' in message) cancel(message);
  else void board(message);
});
watchParent();
tell({ kind: 'ready' });

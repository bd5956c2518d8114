import { Worker } from 'node:worker_threads';
import type { SeedRange, SeedReport } from './seed-worker.ts';

/** A seed whose run broke a promise. */
export interface FailedSeed {
  readonly seed: number;
  readonly violation: string;
}

export interface SeedsResult {
  readonly seedCount: number;
  readonly failed: readonly FailedSeed[];
  readonly eventCount: number;
  readonly jobCount: number;
  readonly startCount: number;
  readonly longestDrainMs: number;
}

const CHUNK = 100;

/** Runs seeds on several threads; the result does not depend on how many. */
export async function runSeeds(range: SeedRange, threadCount: number): Promise<SeedsResult> {
  const chunks: SeedRange[] = [];
  for (let from = range.from; from < range.from + range.count; from += CHUNK)
    chunks.push({ from, count: Math.min(CHUNK, range.from + range.count - from) });
  const reports: SeedReport[] = [];
  await Promise.all(Array.from({ length: threadCount }, () => work(chunks, reports)));
  const sum = (pick: (report: SeedReport) => number) => reports.reduce((total, report) => total + pick(report), 0);
  return {
    seedCount: range.count,
    failed: reports.flatMap((report) => report.failed).sort((a, b) => a.seed - b.seed),
    eventCount: sum((report) => report.eventCount),
    jobCount: sum((report) => report.jobCount),
    startCount: sum((report) => report.startCount),
    longestDrainMs: Math.max(0, ...reports.map((report) => report.longestDrainMs)),
  };
}

/** One thread that takes chunk after chunk. */
async function work(chunks: SeedRange[], reports: SeedReport[]): Promise<void> {
  const thread = new Worker(new URL('./seed-worker.ts', import.meta.url));
  try {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift())
      reports.push(await ask(thread, chunk));
  } finally {
    await thread.terminate();
  }
}

function ask(thread: Worker, chunk: SeedRange): Promise<SeedReport> {
  return new Promise((resolve, reject) => {
    thread.once('error', reject);
    thread.once('message', (report: SeedReport) => {
      thread.off('error', reject);
      resolve(report);
    });
    thread.postMessage(chunk);
  });
}

import { mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Copied into the handler folder of a run: it imports nothing of ours, and finds its ledger beside that folder. */
interface Context {
  readonly jobId: string;
  readonly attempt: number;
  readonly fencingToken: string;
}

/** The client's number of the job, how long it takes in ms, and up to which attempt it fails. */
type Payload = readonly [marker: number, runMs: number, failsUntil: number];

const folder = path.join(import.meta.dirname, '..', 'runs');
mkdirSync(folder, { recursive: true });
/** One file per process, named after it and its engine. What is written outlives the process, not the machine: no fsync. */
const file = openSync(path.join(folder, `${process.ppid}-${process.pid}-${Date.now()}.log`), 'a');

export default async function recordRun(payload: unknown, { jobId, attempt, fencingToken }: Context): Promise<void> {
  const [marker, runMs, failsUntil] = payload as Payload;
  const id = jobId.slice('job_'.length);
  writeSync(file, `s ${id} ${attempt} ${fencingToken} ${marker} ${Date.now()}\n`);
  if (runMs > 0) await sleep(runMs);
  const isOk = attempt > failsUntil;
  writeSync(file, `e ${id} ${fencingToken} ${Date.now()} ${isOk ? 1 : 0}\n`);
  if (!isOk) throw new Error('failed as it was told to');
}

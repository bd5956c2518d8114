import { appendFileSync, existsSync } from 'node:fs';

interface Payload {
  readonly file: string;
  readonly key: string;
  readonly holdMs: number;
  /** Of the first attempts, fail so many. */
  readonly failures?: number;
}

/** Its engine; whoever adopts it later is not. */
const parent = process.ppid;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Writes down, outside the system under test, when a job of a key starts and ends, and takes its time between, until a
 * file says that it is over.
 */
export default async function holdKey(payload: unknown, context: { jobId: string; attempt: number }): Promise<void> {
  const { file, key, holdMs, failures = 0 } = payload as Payload;
  const note = (what: 'start' | 'end'): void =>
    appendFileSync(
      file,
      `${JSON.stringify({ what, key, id: context.jobId, attempt: context.attempt, at: Date.now(), parent })}\n`,
    );
  note('start');
  const endAt = Date.now() + holdMs;
  while (Date.now() < endAt && !existsSync(`${file}.over`)) await pause(Math.min(50, endAt - Date.now()));
  note('end');
  if (context.attempt <= failures) throw new Error('not yet');
}

import { appendFileSync } from 'node:fs';

/** Writes down, outside the system under test, that a job started: its id, its attempt and when. */
export default function recordRun(payload: unknown, context: { jobId: string; attempt: number }): void {
  const { file } = payload as { file: string };
  appendFileSync(
    file,
    `${JSON.stringify({ id: context.jobId, attempt: context.attempt, at: Date.now(), pid: process.pid })}\n`,
  );
}

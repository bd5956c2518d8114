import recordRun from './record-run.ts';

/** Writes down that it started, and fails. */
export default function failAndNote(payload: unknown, context: { jobId: string; attempt: number }): void {
  recordRun(payload, context);
  throw new Error('failed on purpose');
}

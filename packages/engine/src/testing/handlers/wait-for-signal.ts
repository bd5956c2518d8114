import { appendFileSync } from 'node:fs';

interface Payload {
  readonly file: string;
  readonly ms: number;
  /** Whether it ends with an error when its signal is raised. */
  readonly obeys?: boolean;
}

/** Writes down that it started, waits, and writes down whether it heard its signal or came to its end. */
export default async function waitForSignal(
  payload: unknown,
  { jobId, attempt, signal }: { jobId: string; attempt: number; signal: AbortSignal },
): Promise<void> {
  const { file, ms, obeys = true } = payload as Payload;
  const note = (what: string) =>
    appendFileSync(
      file,
      `${JSON.stringify({ id: jobId, attempt, what, at: Date.now(), why: String(signal.reason) })}\n`,
    );
  note('start');
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      note('signal');
      if (!obeys) return;
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
  note('end');
}

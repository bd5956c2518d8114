import { appendFileSync } from 'node:fs';

interface Payload {
  readonly file: string;
  readonly cpuMs: number;
  /** Fails as a handler does whose downstream answers so. */
  readonly status?: number;
}

/** Burns CPU time, writes down that it did, and fails where it is told to. */
export default async function burnCpu(payload: unknown, { jobId, attempt }: { jobId: string; attempt: number }) {
  const { file, cpuMs, status } = payload as Payload;
  const begun = process.threadCpuUsage();
  const used = () => {
    const { user, system } = process.threadCpuUsage(begun);
    return (user + system) / 1_000;
  };
  while (used() < cpuMs) Math.sqrt(Math.random());
  appendFileSync(file, `${JSON.stringify({ id: jobId, attempt, what: 'end', at: Date.now() })}\n`);
  if (status !== undefined) throw Object.assign(new Error('too much'), { status });
}

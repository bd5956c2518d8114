import recordStart from './record-start.ts';

interface BurnPayload extends Record<'dueMs' | 'port' | 'group', number> {
  /** CPU time; 0 for a quick job that only tells when it started. */
  readonly burnMs: number;
}

/** Tells when it started, and uses CPU time. */
export default function burnAndRecord(payload: BurnPayload): void {
  recordStart(payload);
  const begun = process.threadCpuUsage();
  for (let usedMs = 0; usedMs < payload.burnMs; ) {
    const { user, system } = process.threadCpuUsage(begun);
    usedMs = (user + system) / 1_000;
  }
}

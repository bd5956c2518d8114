import recordStart from './record-start.ts';

interface SleepPayload {
  readonly sleepMs: number;
}

/** A slow job, which waits as one does that calls a slow service; or a quick one, which tells when it started. */
export default function sleepOrRecord(payload: SleepPayload | Parameters<typeof recordStart>[0]): Promise<void> | void {
  if (!('sleepMs' in payload)) return recordStart(payload);
  return new Promise((resolve) => setTimeout(resolve, payload.sleepMs));
}

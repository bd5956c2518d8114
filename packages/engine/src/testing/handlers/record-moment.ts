import { appendFileSync } from 'node:fs';

/** Writes down when it began and what its clock says, by a time that no clock can change; then takes a while. */
export default async function recordMoment(payload: unknown, context: { jobId: string }): Promise<void> {
  const { file, ms = 0 } = payload as { file: string; ms?: number };
  const note = { id: context.jobId, at: Number(process.hrtime.bigint()) / 1e6, clock: Date.now() };
  appendFileSync(file, `${JSON.stringify(note)}\n`);
  await new Promise((resolve) => setTimeout(resolve, ms));
}

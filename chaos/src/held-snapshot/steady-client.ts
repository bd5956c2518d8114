import { setTimeout as sleep } from 'node:timers/promises';

/** What the client process is told at its start, as JSON in its only argument. */
export interface SteadySettings {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly useCases: readonly string[];
  readonly jobsPerSecond: number;
}

/** One request per tick; each job carries the moment when it was to be sent, so that a late client does not look good. */
const TICK_MS = 20;

const settings = JSON.parse(process.argv[2] ?? '{}') as SteadySettings;
const headers = { authorization: `Bearer ${settings.apiKey}`, 'content-type': 'application/json' };
let refusedCount = 0;

async function send(tick: number, jobCount: number, sentAt: number): Promise<void> {
  const url = settings.urls[tick % settings.urls.length];
  const useCase = settings.useCases[tick % settings.useCases.length];
  const body = JSON.stringify({ jobs: Array.from({ length: jobCount }, () => ({ payload: sentAt })) });
  try {
    const answer = await fetch(`${url}/v1/use-cases/${useCase}/jobs`, { method: 'POST', headers, body });
    if (answer.status !== 201) refusedCount += 1;
    await answer.arrayBuffer();
  } catch {
    refusedCount += 1;
  }
}

process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ refusedCount }));

const beganAt = Date.now();
for (let tick = 0, sentJobs = 0; ; tick++) {
  const dueAt = beganAt + tick * TICK_MS;
  await sleep(Math.max(0, dueAt - Date.now()));
  const jobCount = Math.round(((tick + 1) * TICK_MS * settings.jobsPerSecond) / 1_000) - sentJobs;
  sentJobs += jobCount;
  if (jobCount > 0) void send(tick, jobCount, dueAt);
}

/**
 * A program of a team's own that runs the jobs of its remote use cases. With `npm start` in another terminal, and a use case
 * registered in the console that "your own programs" run:
 *
 *     npx node examples/remote-worker.ts transcode
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRemoteWorker, type RemoteJobContext } from '@leeway/sdk';
import { readExampleEnv } from './env.ts';

const useCases = process.argv.slice(2);
if (useCases.length === 0) {
  console.error('Name the remote use cases whose jobs this worker is to run.');
  process.exit(1);
}

const { url, apiKey, demoFile } = readExampleEnv();
const worker = createRemoteWorker({
  url,
  apiKey: apiKey ?? JSON.parse(readFileSync(demoFile, 'utf8')).apiKey,
  useCases,
  concurrency: 4,
  leaseSeconds: 30,
  handler: runJob,
  onError: (error, jobId) => console.error(jobId ?? 'tier:', error instanceof Error ? error.message : error),
});

/** Half a second of work, which ends at once when the job is no longer ours. */
async function runJob(payload: unknown, { jobId, attempt, signal }: RemoteJobContext): Promise<void> {
  await sleep(500, undefined, { signal });
  console.log(`${jobId}, attempt ${attempt}: ${JSON.stringify(payload)}`);
}

console.log(`Waiting for jobs of ${useCases.join(', ')}; Ctrl-C stops when those at hand are done.`);
await worker.run();

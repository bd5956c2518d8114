/**
 * Submits one job and waits for its end. With `npm start` in another terminal:
 *
 *     npx node examples/submit-first-job.ts send-receipt '{"orderId": "A-1001"}'
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLeeway, type JobAnswer, type Leeway, LeewayApiError, LeewayConnectionError } from '@leeway/sdk';
import { readExampleEnv } from './env.ts';

const LOOK_AGAIN_MS = 200;

async function main(useCase: string, payload: unknown): Promise<void> {
  const { url, apiKey, demoFile } = readExampleEnv();
  const leeway = createLeeway({ url, apiKey: apiKey ?? JSON.parse(readFileSync(demoFile, 'utf8')).apiKey });

  const { id, deadlineAt } = await leeway.submit(useCase, payload, { delayToleranceMs: 30_000 });
  console.log(`Accepted as ${id}; it is on time if it starts by ${deadlineAt}.`);

  const job = await waitForEnd(leeway, id);
  console.log(`It is ${job.state}: started ${job.delayMs} ms after it was submitted, ran ${job.runMs} ms.`);
  if (job.failure !== null) console.log(`Why: ${job.failure.code}, ${job.failure.message}`);
}

/** Fine for a demonstration; a program that needs the outcome lets its handler report it. */
async function waitForEnd(leeway: Leeway, id: string): Promise<JobAnswer> {
  for (;;) {
    const job = await leeway.getJob(id);
    if (job.state === 'done' || job.state === 'dead' || job.state === 'cancelled') return job;
    await sleep(LOOK_AGAIN_MS);
  }
}

const [useCase = 'send-receipt', payload = '{"orderId": "A-1001"}'] = process.argv.slice(2);
try {
  await main(useCase, JSON.parse(payload));
} catch (error) {
  if (!(error instanceof LeewayApiError || error instanceof LeewayConnectionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

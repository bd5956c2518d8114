import { setTimeout as sleep } from 'node:timers/promises';
import { createLeeway } from '@leeway/sdk';
import { readTrafficEnv } from '../env.ts';
import { DEMO_FLOWS, type DemoFlow, decideArrivals } from './demo-flows.ts';

const TICK_MS = 500;

/** Submits the demo's light traffic through the public API, like any program would, until it is ended. */
async function main(): Promise<void> {
  const { engineUrl, apiKey } = readTrafficEnv();
  const leeway = createLeeway({ url: engineUrl, apiKey, maxRetries: 0 });
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());

  const submit = async (flow: DemoFlow, count: number): Promise<void> => {
    if (count === 0) return;
    const jobs = Array.from({ length: count }, () => flow.job(Math.random));
    try {
      await leeway.submitMany(flow.useCase, jobs);
    } catch (error) {
      // Traffic of a demo is not worth a repeat: what the tier refuses now is left out.
      process.stderr.write(`${flow.useCase}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  };

  while (!stop.signal.aborted) {
    const now = Date.now();
    await Promise.all(
      DEMO_FLOWS.map((flow) => submit(flow, decideArrivals(flow, { now, tickMs: TICK_MS, random: Math.random }))),
    );
    await sleep(TICK_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

await main();

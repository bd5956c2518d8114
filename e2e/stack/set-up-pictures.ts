import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { publishStack, readRunningStack } from '../env.ts';
import setUp from './global-setup.ts';

/** The charts' shortest range. */
const FILLED_AFTER_MS = 15 * 60_000;

/** Publishes the Leeway that LEEWAY_PICTURES_OF names, or one of its own once its charts are full. */
export default async function setUpPictures(): Promise<() => Promise<void>> {
  const running = readRunningStack();
  if (running === null) {
    const stop = await setUp();
    process.stdout.write(`Letting the demo fill its charts, ${FILLED_AFTER_MS / 60_000} min\n`);
    await sleep(FILLED_AFTER_MS);
    return stop;
  }
  publishStack({ ...running, ...JSON.parse(readFileSync(path.join(running.dataDir, 'demo.json'), 'utf8')) });
  return async () => undefined;
}

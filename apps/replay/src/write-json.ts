import { writeFile } from 'node:fs/promises';
import type { ReplayResult } from './decide-result.ts';
import type { ReplayOptions } from './options.ts';
import { ReplayError } from './replay-error.ts';

/** Writes nothing, but makes sure before the replay that it will be possible after it. */
export async function requireWritable(file: string): Promise<void> {
  try {
    await writeFile(file, '', { flag: 'a' });
  } catch (cause) {
    throw new ReplayError(`--json: ${file} cannot be written; name a file in a folder that exists.`, { cause });
  }
}

/** The result with everything that is needed to repeat it; no password. */
export async function writeJson(file: string, options: ReplayOptions, result: ReplayResult): Promise<void> {
  const { trace, fromMinute, toMinute, speed, cpuScale, memoryScale, seed } = options;
  const boosts = Object.fromEntries(options.boosts);
  const run = { trace, fromMinute, toMinute, speed, boosts, cpuScale, memoryScale, seed };
  await writeFile(file, `${JSON.stringify({ run, ...result }, null, 2)}\n`);
}

import path from 'node:path';
import { ROOT } from '../env.ts';
import { runTool } from './run-tool.ts';

const TURBO = path.join(ROOT, 'node_modules/.bin/turbo');

export interface Build {
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** Makes the typed database client and the console; what has not changed since the last time is left as it is. */
export async function buildAll({ logFile, signal }: Build): Promise<'unchanged' | 'built'> {
  const args = ['run', 'generate', 'build', '--output-logs=new-only', '--no-color'];
  const output = await runTool({ command: TURBO, args, logFile, what: 'The build of the console', signal });
  return /FULL TURBO/.test(output) ? 'unchanged' : 'built';
}

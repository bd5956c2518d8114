import { publishStack } from '../env.ts';
import { startStack } from './start-stack.ts';

/** One stack with the demo workspace for all journeys; each makes what it changes under a name of its own. */
export default async function setUp(): Promise<() => Promise<void>> {
  const { stop, ...info } = await startStack();
  publishStack(info);
  return stop;
}

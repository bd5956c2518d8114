import { readEngineEnv } from '../env.ts';
import { createLog } from '../runtime/log.ts';
import { startEngine } from '../start-engine.ts';
import { readStoreFaults } from './env.ts';
import { seededRandom } from './seeded-random.ts';
import { createStoreFaults } from './store-faults.ts';

/** The engine as main.ts runs it, but its calls to the store fail now and then, from the moment that it is ready. */
const env = readEngineEnv();
const { rate, seed } = readStoreFaults() ?? { rate: 0, seed: 0 };
const faults = createStoreFaults({ rate, random: seededRandom(seed + process.pid) });
const engine = await startEngine(env, createLog('engine', env.logLevel), { wrapPool: faults.wrap });
faults.begin();
process.send?.({ type: 'ready', engineId: engine.engineId });

const stop = async (): Promise<void> => {
  await engine.stop();
  process.exit(0);
};
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, () => void stop());

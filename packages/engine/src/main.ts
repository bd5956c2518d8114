import { readEngineEnv } from './env.ts';
import { keepObjectsYoung } from './runtime/heap.ts';
import { createLog } from './runtime/log.ts';
import { startEngine } from './start-engine.ts';

/** Runs one engine process until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const env = readEngineEnv();
  const log = createLog('engine', env.logLevel);
  const engine = await startEngine(env, log);
  log.info({ engineId: engine.engineId, url: engine.url, slots: env.slotCount }, 'engine runs');
  process.send?.({ type: 'ready', engineId: engine.engineId });

  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'engine stops');
    await engine.stop();
    log.info('engine stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  process.on('disconnect', () => void stop('disconnect'));
}

keepObjectsYoung();
main().catch((error: unknown) => {
  process.stderr.write(`engine: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

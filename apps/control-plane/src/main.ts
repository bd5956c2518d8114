import { OperatorError } from '@leeway/db/operator-error';
import { pino } from 'pino';
import { readEnv } from './env.ts';
import { startControlPlane } from './start-control-plane.ts';

async function main(): Promise<void> {
  const env = readEnv();
  const log = pino({ name: 'control-plane', level: env.logLevel });
  const controlPlane = await startControlPlane(env, log);
  process.send?.({ type: 'ready' });

  let isStopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    await controlPlane.stop();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  const isExpected = error instanceof OperatorError;
  process.stderr.write(`✖ ${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});

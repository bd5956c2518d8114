import { checkPortFree } from '@leeway/db/embedded/port';
import type { ScriptEnv } from '../env.ts';

/** Before anything is started, so that a taken port costs a second and not a minute. */
export async function checkPorts({ host, webPort, apiPort, enginePort }: ScriptEnv): Promise<void> {
  await checkPortFree({ what: 'The console', host, port: webPort, variable: 'LEEWAY_WEB_PORT' });
  await checkPortFree({ what: 'The control plane', host, port: apiPort, variable: 'LEEWAY_API_PORT' });
  await checkPortFree({ what: 'The engine', host, port: enginePort, variable: 'LEEWAY_ENGINE_PORT' });
}

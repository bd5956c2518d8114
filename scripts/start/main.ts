import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ownDataDir } from '@leeway/db/data-dir';
import { createPool } from '@leeway/db/pool';
import { program } from 'commander';
import { ensureWorkspace, type WorkspaceState } from '../demo/ensure-workspace.ts';
import { readScriptEnv, type ScriptEnv } from '../env.ts';
import { runMain, step } from '../terminal.ts';
import { readAuthSecret } from './auth-secret.ts';
import { buildAll } from './build.ts';
import { checkPorts } from './check-ports.ts';
import { endLeftovers, forgetParts, rememberParts } from './leftovers.ts';
import { rotateLog } from './log-file.ts';
import { InterruptedError, onInterrupt } from './on-interrupt.ts';
import type { PartSpec } from './part.ts';
import { describeParts } from './parts.ts';
import { readyText } from './ready-text.ts';
import { createStopList, type StopList } from './stop-list.ts';
import { applyMigrations, bringUpStore } from './store.ts';
import { type SupervisedPart, supervise } from './supervise.ts';

interface Options {
  readonly empty: boolean;
  readonly traffic: boolean;
}

interface Start {
  readonly env: ScriptEnv;
  readonly stops: StopList;
  readonly signal: AbortSignal;
  readonly options: Options;
}

program
  .name('npm start --')
  .description('Starts the whole of Leeway on this machine: database, control plane, engine and console.')
  .option('--empty', 'at the first start: a sign-in and a key only, without the demo teams and use cases', false)
  .option('--no-traffic', "without the demo's light traffic")
  .action((options: Options) => runMain(() => start(options)));
await program.parseAsync();
// The launcher's channel to its parent would keep a failed start alive.
process.exit();

async function start(options: Options): Promise<void> {
  const env = readScriptEnv();
  const stops = createStopList();
  const { signal } = onInterrupt(() => {
    stops.killAll();
    process.exit(1);
  });
  try {
    await bringUp({ env, stops, signal, options });
    await untilAborted(signal);
  } catch (error) {
    if (!(error instanceof InterruptedError || signal.aborted)) throw error;
  } finally {
    if (signal.aborted) process.stdout.write('\n');
    await stops.stopAll();
  }
}

async function bringUp(startOf: Start): Promise<void> {
  const { env, stops, signal } = startOf;
  const lock = ownDataDir(env.dataDir);
  stops.add({ name: 'Data folder', isQuiet: true, stop: async () => lock.release() });
  mkdirSync(path.join(env.dataDir, 'logs'), { recursive: true });
  if (lock.wasAbandoned) await endAbandoned(env.dataDir);
  await step('Ports', () => checkPorts(env));
  const connectionString = await bringUpStore(env, stops);
  signal.throwIfAborted();
  await applyMigrations(connectionString);
  await build(startOf);
  const workspace = await prepareWorkspace(startOf, connectionString);
  await startParts(startOf, { connectionString, workspace });
  process.stdout.write(readyText(env, workspace));
  process.send?.({ type: 'ready' });
}

/** A killed launcher's parts stop by themselves, but maybe not before the next start. */
async function endAbandoned(dataDir: string): Promise<void> {
  await step('Left over from a start that was killed', async (say) => {
    const count = await endLeftovers(dataDir);
    say(`${count} processes ended`);
  });
}

async function build({ env, signal }: Start): Promise<void> {
  const logFile = path.join(env.dataDir, 'logs', 'build.log');
  rotateLog(logFile);
  await step('Build of the console', async (say) => say(await buildAll({ logFile, signal })));
  signal.throwIfAborted();
}

async function prepareWorkspace({ env, options }: Start, connectionString: string): Promise<WorkspaceState> {
  return await step('Workspace', async (say) => {
    const pool = createPool({ connectionString, max: 2, applicationName: 'leeway-start' });
    try {
      const state = await ensureWorkspace(pool, env.dataDir, options.empty);
      say(state.isNew ? (state.hasDemo ? 'demo teams and use cases created' : 'sign-in created') : 'as it was');
      return state;
    } finally {
      await pool.end();
    }
  });
}

interface PartsInput {
  readonly connectionString: string;
  readonly workspace: WorkspaceState;
}

/** Control plane, engine, console, and the demo's traffic where there is a demo; each is ready before the next begins. */
async function startParts(startOf: Start, { connectionString, workspace }: PartsInput): Promise<void> {
  const { env, stops, signal, options } = startOf;
  const authSecret = readAuthSecret(env.dataDir, env.authSecret);
  const parts = describeParts({ env, connectionString, authSecret });
  const started: SupervisedPart[] = [];
  stops.add({ name: 'List of parts', isQuiet: true, stop: async () => forgetParts(env.dataDir) });
  const specs: PartSpec[] = [parts.controlPlane, parts.engine, parts.console];
  const { workspace: signIn, hasDemo } = workspace;
  if (options.traffic && hasDemo && signIn !== null) specs.push(parts.traffic(signIn.apiKey));
  for (const spec of specs) {
    const part = await step(spec.name, () => supervise(spec));
    stops.add(part);
    started.push(part);
    rememberParts(
      env.dataDir,
      started.flatMap((item) => item.pid() ?? []),
    );
    signal.throwIfAborted();
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

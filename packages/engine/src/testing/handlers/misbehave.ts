import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';

interface Payload {
  readonly how: string;
  /** For the number of a process that it starts. */
  readonly file?: string;
}

/** Does what its payload says: the ways in which a handler can harm the tier. */
export default async function misbehave(payload: unknown): Promise<void> {
  const { how, file = '' } = payload as Payload;
  await WAYS[how]?.(file);
}

/** Starts a process that keeps what its own prints to, and never ends; or one that cannot be found either. */
function startOther(file: string, isDetached: boolean): Promise<never> {
  const other = spawn('/bin/sleep', ['600'], { stdio: 'inherit', ...(isDetached ? { detached: true, env: {} } : {}) });
  writeFileSync(file, String(other.pid));
  return new Promise(() => undefined);
}

/** Starts itself twice, the second time in a group of its own, as often as it is told; each end of the tree stays. */
const BOMB = `
  if [ "$1" = 0 ]; then exec /bin/sleep 600; fi
  /bin/sh -c "$0" "$0" $(($1 - 1)) &
  setsid /bin/sh -c "$0" "$0" $(($1 - 1)) &
  wait`;
const BOMB_DEPTH = 7;

/** Writes down the mark that what it starts will carry. */
function explode(file: string): Promise<never> {
  // biome-ignore lint/style/noProcessEnv: what handlers find there
  writeFileSync(file, process.env.LEEWAY_WORKER ?? '');
  spawn('/bin/sh', ['-c', BOMB, BOMB, String(BOMB_DEPTH)], { stdio: 'ignore' });
  return new Promise(() => undefined);
}

const WAYS: Record<string, (file: string) => unknown> = {
  throw: () => {
    throw new Error('thrown on purpose');
  },
  throwOutside: () =>
    new Promise(() => {
      setImmediate(() => {
        throw new Error('thrown outside its promise');
      });
    }),
  exit: () => process.exit(3),
  block: () => {
    for (;;);
  },
  hang: () => new Promise(() => undefined),
  linger: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
  eatMemory: () => {
    const eaten: unknown[] = [];
    for (;;) eaten.push(new Array(100_000).fill({ eaten: true }).map((item) => ({ ...item })));
  },
  allocateAtOnce: () => new Array(60_000_000).fill(1.5),
  growMap: () => {
    const map = new Map<number, object>();
    for (let index = 0; ; index++) map.set(index, { index });
  },
  eatBuffers: async () => {
    const eaten: Buffer[] = [];
    for (;;) {
      eaten.push(Buffer.alloc(16 * 2 ** 20, 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
  abort: () => process.abort(),
  killItself: () => process.kill(process.pid, 'SIGKILL'),
  leaveBehind: (file) => startOther(file, false),
  letLoose: (file) => startOther(file, true),
  forkBomb: explode,
  chatter: () => {
    for (;;) process.stdout.write('x'.repeat(65_536));
  },
  /** Speaks to the engine itself, as if it were the process that it runs in. */
  forge: async () => {
    const tell = (message: unknown) => (process as unknown as { _send(sent: unknown): void })._send(message);
    const nan = new Float64Array([Number.NaN]);
    const results = { kind: 'results', from: 0, startedAts: nan, runMs: nan, failures: new Map(), isLast: true };
    const forged = [
      ...[null, 'ready', 7, [], {}, { kind: 'results' }, { kind: 'crash', message: {} }, { kind: 'cancelled' }],
      { ...results, runMs: 'none' },
      { ...results, cpuMs: Number.NaN, memoryMb: -1 },
      { ...results, from: 1e9, cpuMs: 1, memoryMb: 1 },
      { ...results, failures: [[0, null]], cpuMs: 1, memoryMb: 1 },
    ];
    for (const message of forged) {
      try {
        tell(message);
      } catch {
        // Not everything can be sent.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new Error('forged');
  },
  nul: () => {
    throw new Error('a \u0000 and half a pair \ud800');
  },
};

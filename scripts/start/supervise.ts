import { setTimeout as sleep } from 'node:timers/promises';
import { formatSeconds, sayLine } from '../terminal.ts';
import { becomeReady, launchPart, type PartSpec, type RunningPart, stopPart } from './part.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A part that ran this long had recovered: the next wait is short again. */
const STEADY_MS = 60_000;

export interface SupervisedPart {
  readonly name: string;
  /** Of the process that runs now. */
  pid(): number | undefined;
  stop(): Promise<void>;
  kill(): void;
}

/** Starts a part, waits until it is ready, and from then on starts it again whenever it ends by itself. */
export async function supervise(spec: PartSpec): Promise<SupervisedPart> {
  let running = launchPart(spec);
  let isStopping = false;
  try {
    await becomeReady(spec, running);
  } catch (error) {
    await stopPart(running.child);
    throw error;
  }
  const replace = (next: RunningPart) => {
    running = next;
  };
  void keepAlive(spec, { current: () => running, replace, isStopping: () => isStopping });
  return {
    name: spec.name,
    pid: () => running.child.pid,
    stop: async () => {
      isStopping = true;
      await stopPart(running.child);
    },
    kill: () => {
      isStopping = true;
      running.child.kill('SIGKILL');
    },
  };
}

interface Life {
  current(): RunningPart;
  replace(next: RunningPart): void;
  isStopping(): boolean;
}

async function keepAlive(spec: PartSpec, life: Life): Promise<void> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const livedMs = await untilEnd(life.current());
    if (life.isStopping()) return;
    if (livedMs > STEADY_MS) waitMs = FIRST_WAIT_MS;
    sayLine(
      '↻',
      `${spec.name} ended by itself; starting it again in ${formatSeconds(waitMs)} (its log: ${spec.logFile})`,
    );
    await sleep(waitMs);
    if (life.isStopping()) return;
    life.replace(launchPart(spec));
    await becomeReady(spec, life.current()).then(
      () => sayLine('✔', `${spec.name} is back`),
      // It ended again, or hangs: the next round waits longer; a hanging one is ended first.
      () => stopPart(life.current().child),
    );
  }
}

async function untilEnd({ child }: RunningPart): Promise<number> {
  const beganAt = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once('exit', resolve));
  }
  return performance.now() - beganAt;
}

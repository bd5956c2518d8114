import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { profileFlags } from '../profile-flags.ts';
import type { Place, SystemName } from '../words.ts';
import type { Workload } from './system.ts';

const MAIN = path.join(import.meta.dirname, 'worker-main.ts');

/** What a peer's worker process is told. */
export interface WorkerOrder {
  readonly system: SystemName;
  readonly place: Place;
  readonly workload: Workload;
}

export type WorkerReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'handled'; readonly count: number }
  | { readonly kind: 'failed'; readonly message: string };

export interface WorkerProcesses {
  handledCount(): number;
  stop(): Promise<void>;
}

/** Processes that run a peer's worker and count what its handlers did. Resolves when all are ready. */
export async function startWorkerProcesses(order: WorkerOrder, count: number): Promise<WorkerProcesses> {
  const handled = new Array<number>(count).fill(0);
  let failure: string | null = null;
  const start = async (index: number): Promise<ChildProcess> => {
    const child = fork(MAIN, [JSON.stringify(order)], {
      execArgv: profileFlags(order.place.profileDir, `worker-${order.system}-${index}`),
    });
    child.on('message', (report: WorkerReport) => {
      if (report.kind === 'handled') handled[index] = report.count;
      if (report.kind === 'failed') failure = report.message;
    });
    await Promise.race([once(child, 'message'), once(child, 'exit').then(refuseStart)]);
    return child;
  };
  const children = await Promise.all(Array.from({ length: count }, (_, index) => start(index)));
  return {
    handledCount: () => {
      if (failure !== null) throw new Error(failure);
      return handled.reduce((sum, one) => sum + one, 0);
    },
    stop: async () => {
      await Promise.all(children.map(end));
    },
  };
}

function refuseStart(): never {
  throw new Error('a worker process ended at its start');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}

import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { readMemoryMb } from './read-memory.ts';
import { readWorkerMessage } from './read-worker-message.ts';
import { slowDownOutput } from './slow-down-output.ts';
import type { WorkerProcess, WorkerProcessOptions } from './worker-process-port.ts';

const ENTRY = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
/** Handlers give way to the dispatcher and the store on the same machine. */
const NICENESS = 5;
/** The heap that the runtime itself needs, which a use case's memory limit does not count. */
const RUNTIME_HEAP_MB = 16;
const OUTPUT_KEPT = 4_096;

/** A process that runs handlers and nothing else: no environment, a heap of its own, none of the engine's files. */
export function startWorkerProcess(options: WorkerProcessOptions): WorkerProcess {
  const child = fork(ENTRY, [options.handlersDir], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {},
    execArgv: [`--max-old-space-size=${options.memoryLimitMb + RUNTIME_HEAP_MB}`, '--max-semi-space-size=8'],
  });
  let output = '';
  const outputs = [
    slowDownOutput(child.stdout, options.onOutput),
    slowDownOutput(child.stderr, (text) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      options.onOutput(text);
    }),
  ];
  child.once('exit', () => {
    for (const each of outputs) each.end();
  });
  child.on('message', (sent) => {
    const message = readWorkerMessage(sent);
    if (message !== null) options.onMessage(message);
  });
  child.on('error', () => undefined);
  child.once('close', (code, signal) => options.onExit({ code, signal, output }));
  giveWay(child.pid);
  return {
    send: (bundle) => void child.send(bundle),
    cancel: (message) => void child.send(message),
    kill: () => void child.kill('SIGKILL'),
    killAndWait: () => endProcess(child),
    memoryMb: () => (child.pid === undefined ? 0 : (readMemoryMb(child.pid) ?? 0)),
  };
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill('SIGKILL');
  });
}

/** Not every system lets a process lower its child's priority; the tier works without. */
function giveWay(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // The child is gone already, or the system refuses.
  }
}

import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { newWorkerMark } from '../runtime/random.ts';
import { type Claims, createClaims } from './claims.ts';
import { MARK_NAME } from './end-strays.ts';
import { createOomWatch, goFirst } from './oom-watch.ts';
import type { CancelMessage, TrainMessage } from './protocol.ts';
import { readMemoryMb } from './read-memory.ts';
import { readWorkerMessage } from './read-worker-message.ts';
import { slowDownOutput } from './slow-down-output.ts';
import { createStrayHunt, type StrayHunt } from './stray-hunt.ts';
import type { StartWorkerProcess, WorkerProcess, WorkerProcessOptions } from './worker-process-port.ts';

const ENTRY = fileURLToPath(new URL('./worker-process.ts', import.meta.url));
/** Handlers give way to the dispatcher and the store on the same machine. */
const NICENESS = 5;
/** The heap that the runtime itself needs, which a use case's memory limit does not count. */
const RUNTIME_HEAP_MB = 16;
const OUTPUT_KEPT = 4_096;
/** Its place among the files that the process inherits. */
const CLAIMS_FD = 4;
/** What was printed before the end is here by then. */
const LAST_WORDS_MS = 250;

/**
 * Starts processes that run handlers and nothing else: one word of environment, a heap of their own, none of the engine's files.
 * @throws where no file can be made that an engine can share with them
 */
export function createWorkerStarter(): StartWorkerProcess {
  createClaims(newWorkerMark()).close();
  const strays = createStrayHunt();
  return (options) => {
    try {
      return startWorkerProcess(options, strays);
    } catch (error) {
      return stillborn(options, error);
    }
  };
}

/** Where the system has no memory for another process, or no more of them are allowed. */
function stillborn({ onExit }: WorkerProcessOptions, error: unknown): WorkerProcess {
  setImmediate(() => onExit({ code: null, signal: null, output: String(error), outOfMemoryAtMb: null, begun: 0 }));
  const nothing = () => undefined;
  const none = () => 0;
  const living = { send: nothing, cancel: nothing, begun: none, recall: none, memoryMb: none };
  return { ...living, kill: nothing, killAndWait: () => Promise.resolve() };
}

function startWorkerProcess(options: WorkerProcessOptions, strays: StrayHunt): WorkerProcess {
  const mark = newWorkerMark();
  const claims = createClaims(mark);
  const child = forkOrClose(options, mark, claims);
  let output = '';
  const outputs = [
    slowDownOutput(child.stdout, options.onOutput),
    slowDownOutput(child.stderr, (text) => {
      output = (output + text).slice(-OUTPUT_KEPT);
      options.onOutput(text);
    }),
  ];
  child.once('exit', () => {
    endGroup(child);
    strays.add(mark);
    for (const each of outputs) each.end();
    // Who got away may hold the other end for ever, and the slot waits for what was printed last.
    setTimeout(() => closeOutput(child), LAST_WORDS_MS);
  });
  child.on('message', (sent) => {
    const message = readWorkerMessage(sent);
    if (message !== null) options.onMessage(message);
  });
  child.on('error', () => undefined);
  const oom = createOomWatch();
  let isEndedHere = false;
  const end = () => {
    isEndedHere = true;
    endGroup(child);
  };
  child.once('close', (code, signal) => {
    const outOfMemoryAtMb = signal === 'SIGKILL' && !isEndedHere ? oom.endedAtMb() : null;
    const begun = claims.begun();
    claims.close();
    options.onExit({ code, signal, output, outOfMemoryAtMb, begun });
  });
  // Where no file could be opened there is no channel either; that it has ended is told like every end.
  const tell = (message: TrainMessage | CancelMessage) => void (child.connected && child.send(message));
  giveWay(child.pid);
  goFirst(child.pid);
  return {
    send: tell,
    cancel: tell,
    begun: claims.begun,
    recall: claims.recall,
    kill: end,
    killAndWait: async () => {
      await endProcess(child);
      strays.endNow(mark);
    },
    memoryMb: () => {
      const memoryMb = child.pid === undefined ? 0 : (readMemoryMb(child.pid) ?? 0);
      oom.look(memoryMb);
      return memoryMb;
    },
  };
}

/** A process that cannot be started leaves no file open: it is tried again and again. */
function forkOrClose(options: WorkerProcessOptions, mark: string, claims: Claims): ChildProcess {
  try {
    return forkWorker(options, mark, claims);
  } catch (error) {
    claims.close();
    throw error;
  }
}

function forkWorker({ handlersDir, memoryLimitMb }: WorkerProcessOptions, mark: string, claims: Claims): ChildProcess {
  return fork(ENTRY, [handlersDir, mark, String(CLAIMS_FD), String(process.pid)], {
    serialization: 'advanced',
    // The head of a group of its own: what handlers start ends with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', claims.fd],
    env: { [MARK_NAME]: mark },
    execArgv: [`--max-old-space-size=${memoryLimitMb + RUNTIME_HEAP_MB}`, '--max-semi-space-size=8'],
  });
}

/** The process and all that its handlers started, as far as they did not leave its group. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // There is nobody left in it, or groups are not known here.
    child.kill('SIGKILL');
  }
}

function closeOutput({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    endGroup(child);
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

import { cleanText } from '@leeway/domain/json-text';
import { LIMITS } from '@leeway/domain/limits';
import type { Failure } from '../queue/settlement.ts';
import type { WorkerExit } from './worker-process-port.ts';

/** Why the engine itself ended a worker process. */
export type KillReason = 'timeout' | 'memory';

export interface ExitInput {
  readonly exit: WorkerExit;
  readonly killedFor: KillReason | null;
  /** What the process said before it ended itself. */
  readonly crash: string | null;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
}

const HEAP_EXHAUSTED = /heap out of memory|Allocation failed|invalid array length Allocation/;

/** What the end of a worker process says about the job that it ran. */
export function blameExit(input: ExitInput): Failure {
  const { exit, killedFor, crash } = input;
  if (killedFor === 'timeout')
    return { code: 'TIMEOUT', message: `Ran longer than its time limit of ${input.timeoutMs} ms` };
  if (killedFor === 'memory' || HEAP_EXHAUSTED.test(exit.output))
    return { code: 'MEMORY_EXCEEDED', message: `Used more than its memory limit of ${input.memoryLimitMb} MiB` };
  if (exit.outOfMemoryAtMb !== null)
    return { code: 'MEMORY_EXCEEDED', message: describeSystemKill(exit.outOfMemoryAtMb) };
  if (crash !== null)
    return { code: 'HANDLER_ERROR', message: cleanText(`Thrown outside its promise: ${crash}`, LIMITS.errorBytes) };
  const how = exit.signal === null ? `exit code ${exit.code}` : `signal ${exit.signal}`;
  return { code: 'WORKER_DIED', message: `The process ended with ${how} while the job ran` };
}

function describeSystemKill(memoryMb: number): string {
  return `Ended by the system, which had no memory left; the process took ${Math.round(memoryMb)} MiB`;
}

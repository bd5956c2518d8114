import { FAILURE_CODES } from '@leeway/domain/job-state';
import type { CancelledMessage, PassedMessage, ResultsMessage, WorkerFailure, WorkerMessage } from './protocol.ts';

const CODES: ReadonlySet<unknown> = new Set<WorkerFailure['code']>([...FAILURE_CODES, 'CANCELLED']);
const VERDICTS: ReadonlySet<unknown> = new Set<CancelledMessage['verdict']>(['skipped', 'signalled', 'ended']);

/**
 * What a worker process says; null where no worker says so. Handlers run in that process, so anything may come from it, and nothing
 * that it says may end the engine or spoil its figures.
 */
export function readWorkerMessage(value: unknown): WorkerMessage | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  const message = value as Readonly<Record<string, unknown>>;
  switch (message.kind) {
    case 'ready':
      return { kind: 'ready' };
    case 'passed':
      return isPassed(message) ? message : null;
    case 'crash':
      return typeof message.message === 'string' ? { kind: 'crash', message: message.message } : null;
    case 'cancelled':
      return isCancelled(message) ? message : null;
    case 'results':
      return isResults(message) ? message : null;
    default:
      return null;
  }
}

type Fields<Message> = { readonly [Key in keyof Message]?: unknown };

function isPassed(message: Fields<PassedMessage>): message is PassedMessage {
  return isCount(message.no);
}

function isCancelled(message: Fields<CancelledMessage>): message is CancelledMessage {
  return isCount(message.no) && isCount(message.position) && VERDICTS.has(message.verdict);
}

function isResults(message: Fields<ResultsMessage>): message is ResultsMessage {
  const { from, startedAts, runMs, failures, cpuMs, memoryMb, isLast } = message;
  if (!isCount(from) || !isAmount(cpuMs) || !isAmount(memoryMb) || typeof isLast !== 'boolean') return false;
  if (!isAmounts(startedAts) || !isAmounts(runMs) || startedAts.length !== runMs.length) return false;
  return failures instanceof Map && [...failures].every(isFailure);
}

function isFailure([position, failure]: readonly [unknown, unknown]): boolean {
  if (!isCount(position) || typeof failure !== 'object' || failure === null) return false;
  const { code, message } = failure as Fields<WorkerFailure>;
  return CODES.has(code) && typeof message === 'string';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isAmounts(value: unknown): value is Float64Array {
  return value instanceof Float64Array && value.every(isAmount);
}

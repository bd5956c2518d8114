import type { Pool } from 'pg';
import {
  type BatchProgress,
  cancelDelayedPart,
  countPart,
  findOpenParts,
  type OperationPart,
  type OwnedPart,
  redrivePart,
} from './operation-parts.ts';
import { cancelWaitingPart, readWaitingPart, type WaitingBatch, type WithdrawnBatch } from './waiting-part.ts';

/** What carrying out operations asks of the queue. As at `QueueStore`, any call may fail after it was carried out. */
export interface OperationStore {
  findOpenParts(shards: readonly number[]): Promise<OperationPart[]>;
  countPart(part: OwnedPart): Promise<BatchProgress>;
  redrivePart(part: OwnedPart, rowLimit: number): Promise<BatchProgress>;
  cancelDelayedPart(part: OwnedPart, rowLimit: number): Promise<BatchProgress>;
  readWaitingPart(part: OwnedPart, rowLimit: number): Promise<WaitingBatch | null>;
  cancelWaitingPart(part: OwnedPart, batch: WithdrawnBatch): Promise<BatchProgress>;
}

export function createOperationStore(pool: Pool): OperationStore {
  return {
    findOpenParts: (shards) => findOpenParts(pool, shards),
    countPart: (part) => countPart(pool, part),
    redrivePart: (part, rowLimit) => redrivePart(pool, part, rowLimit),
    cancelDelayedPart: (part, rowLimit) => cancelDelayedPart(pool, part, rowLimit),
    readWaitingPart: (part, rowLimit) => readWaitingPart(pool, part, rowLimit),
    cancelWaitingPart: (part, batch) => cancelWaitingPart(pool, part, batch),
  };
}

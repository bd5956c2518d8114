import type { Pool } from 'pg';
import {
  type BatchProgress,
  countPart,
  findOpenParts,
  type OperationPart,
  type OwnedPart,
  redrivePart,
} from './operation-parts.ts';

/** What carrying out operations asks of the queue. As at `QueueStore`, any call may fail after it was carried out. */
export interface OperationStore {
  findOpenParts(shards: readonly number[]): Promise<OperationPart[]>;
  countPart(part: OwnedPart): Promise<BatchProgress>;
  redrivePart(part: OwnedPart, rowLimit: number): Promise<BatchProgress>;
}

export function createOperationStore(pool: Pool): OperationStore {
  return {
    findOpenParts: (shards) => findOpenParts(pool, shards),
    countPart: (part) => countPart(pool, part),
    redrivePart: (part, rowLimit) => redrivePart(pool, part, rowLimit),
  };
}

import { randomBytes } from 'node:crypto';

/** Uniform in [0, 1). */
export type Random = () => number;

export const systemRandom: Random = Math.random;

/** A uniform whole number of 44 bits. */
export function randomTie(): number {
  return Number.parseInt(randomBytes(6).toString('hex').slice(0, 11), 16);
}

/** So many random bytes. */
export function systemRandomBytes(count: number): Uint8Array {
  return randomBytes(count);
}

/** Identifies one run of an engine process. */
export function newEngineId(): string {
  return `engine_${randomBytes(10).toString('hex')}`;
}

/** Identifies one worker process, and what its handlers start. */
export function newWorkerMark(): string {
  return randomBytes(12).toString('hex');
}

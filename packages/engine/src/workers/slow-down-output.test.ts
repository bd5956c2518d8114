import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { LIMITS } from '@leeway/domain/limits';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { slowDownOutput } from './slow-down-output.ts';

const CHUNK = Buffer.alloc(65_536, 'x');
const CHUNKS = (4 * LIMITS.handlerOutputBytesPerSecond) / CHUNK.length;

describe('slowDownOutput', () => {
  let output: PassThrough;
  /** One for each test: what the stream of the one before still gives is not counted. */
  let read: { bytes: number };
  let slowed: { end(): void };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    output = new PassThrough({ highWaterMark: 2 * CHUNKS * CHUNK.length });
    const counted = { bytes: 0 };
    read = counted;
    slowed = slowDownOutput(output, (text) => {
      counted.bytes += text.length;
    });
    for (let count = 0; count < CHUNKS; count++) output.write(CHUNK);
  });
  afterEach(() => {
    output.destroy();
    vi.useRealTimers();
  });

  const settle = async () => {
    for (let turns = 0; turns < 10; turns++) await turn();
  };

  it('reads what may be printed in a second, and goes on with the next', async () => {
    for (let second = 1; second <= 3; second++) {
      await settle();
      expect(read.bytes).toBeGreaterThanOrEqual(second * LIMITS.handlerOutputBytesPerSecond);
      expect(read.bytes).toBeLessThanOrEqual(second * (LIMITS.handlerOutputBytesPerSecond + CHUNK.length));
      vi.advanceTimersByTime(1_000);
    }
  });

  it('reads the rest at once where the process has ended', async () => {
    await settle();
    slowed.end();
    await settle();
    expect(read.bytes).toBe(CHUNKS * CHUNK.length);
  });
});

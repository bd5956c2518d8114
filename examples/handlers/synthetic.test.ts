import { describe, expect, it } from 'vitest';
import synthetic from './synthetic.ts';

function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1_000;
}

describe('synthetic', () => {
  it.each<[unknown, RegExp]>([
    [null, /payload must be an object/],
    ['5', /payload must be an object/],
    [{ memoryMb: 1 }, /cpuMs must be a number from 0 to 600000, not missing/],
    [{ cpuMs: '5', memoryMb: 1 }, /cpuMs must be a number.*not "5"/],
    [{ cpuMs: -1, memoryMb: 1 }, /cpuMs must be a number.*not -1/],
    [{ cpuMs: Number.NaN, memoryMb: 1 }, /cpuMs must be a number/],
    [{ cpuMs: 1, memoryMb: 5_000 }, /memoryMb must be a number from 0 to 4096, not 5000/],
  ])('refuses %j', async (payload, message) => {
    await expect(synthetic(payload)).rejects.toThrow(message);
  });

  it('burns the CPU time it is asked for, once in a long job and in many short ones', async () => {
    await synthetic({ cpuMs: 1, memoryMb: 0 });
    const beforeLong = process.threadCpuUsage();
    await synthetic({ cpuMs: 200, memoryMb: 0 });
    expect(cpuMsSince(beforeLong)).toBeGreaterThanOrEqual(200);
    expect(cpuMsSince(beforeLong)).toBeLessThan(260);

    const beforeShort = process.threadCpuUsage();
    for (let job = 0; job < 1_000; job += 1) await synthetic({ cpuMs: 0.2, memoryMb: 0 });
    // a neighbour on the same core slows the work down, never speeds it up
    expect(cpuMsSince(beforeShort)).toBeGreaterThan(150);
    expect(cpuMsSince(beforeShort)).toBeLessThan(400);
  });

  it('holds the memory on the heap, and the next job does not add to it', async () => {
    const before = process.memoryUsage().heapUsed;
    await synthetic({ cpuMs: 0, memoryMb: 48 });
    const once = process.memoryUsage().heapUsed - before;
    await synthetic({ cpuMs: 0, memoryMb: 32 });
    const twice = process.memoryUsage().heapUsed - before;
    expect(once / 2 ** 20).toBeGreaterThan(40);
    expect(twice / 2 ** 20).toBeLessThan(60);
  });
});

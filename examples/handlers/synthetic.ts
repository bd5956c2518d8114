/**
 * Burns CPU time and holds memory, as much as its payload says: the handler behind a replayed day.
 *
 * Payload: `{ "cpuMs": 0…600000, "memoryMb": 0…4096 }`.
 */

import { crc32 } from 'node:zlib';

export default async function synthetic(payload: unknown): Promise<void> {
  const { cpuMs, memoryMb } = readPayload(payload);
  holdMemory(memoryMb);
  burnCpu(cpuMs);
}

const LIMITS = { cpuMs: 600_000, memoryMb: 4_096 } as const;

/** @throws TypeError naming the field and what it must be */
function readPayload(payload: unknown): { readonly cpuMs: number; readonly memoryMb: number } {
  if (typeof payload !== 'object' || payload === null) {
    throw new TypeError('The payload must be an object such as {"cpuMs": 5, "memoryMb": 16}');
  }
  return { cpuMs: readAmount(payload, 'cpuMs'), memoryMb: readAmount(payload, 'memoryMb') };
}

function readAmount(payload: object, field: keyof typeof LIMITS): number {
  const value: unknown = Reflect.get(payload, field);
  if (typeof value === 'number' && value >= 0 && value <= LIMITS[field]) return value;
  throw new TypeError(
    `${field} must be a number from 0 to ${LIMITS[field]}, not ${JSON.stringify(value) ?? 'missing'}`,
  );
}

const NUMBERS_PER_MB = (1_024 * 1_024) / 8;
const NUMBERS_PER_PAGE = 4_096 / 8;
const KEPT_MS = 10_000;

// On the heap, where every kind of memory limit counts it. Kept warm between jobs: to allocate 12 MB
// takes 9 ms of CPU, to touch 12 warm MB takes 0.03.
let held: number[][] = [];
let asked = { now: 0, before: 0, since: performance.now() };

/** Holds so many MB and touches each page; what no job asked for in the last 10 to 20 s is given back. */
function holdMemory(memoryMb: number): void {
  const count = Math.ceil(memoryMb);
  if (performance.now() - asked.since > KEPT_MS) {
    asked = { now: 0, before: asked.now, since: performance.now() };
    held = held.slice(0, Math.max(asked.before, count));
  }
  asked.now = Math.max(asked.now, count);
  while (held.length < count) held.push(new Array<number>(NUMBERS_PER_MB).fill(0.5));
  for (const block of held.slice(0, count)) {
    for (let at = 0; at < NUMBERS_PER_MB; at += NUMBERS_PER_PAGE) block[at] = at + 0.5;
  }
}

const WARM_UP_BLOCKS = 2_000;
const ROUNDS = 50;
const ROUND_BLOCKS = 50;
const LONG_BURN_MS = 10;

// Work done by compiled code: a loop in JavaScript ran up to five times slower than it was calibrated, depending on when
// the compiler got to it.
const block = Buffer.alloc(16_384, 'leeway');
let blocksPerMs = 0;
let sum = 0;

/**
 * Burns CPU time of this thread. Short burns count calibrated blocks of work, because the kernel moves a thread's CPU
 * clock only at its ticks (0.7 ms seen where 99 ms were spent); long ones ask that clock, which is right however busy the
 * machine is.
 */
function burnCpu(cpuMs: number): void {
  if (blocksPerMs === 0) blocksPerMs = calibrate();
  if (cpuMs < LONG_BURN_MS) {
    work(Math.round(cpuMs * blocksPerMs));
    return;
  }
  const start = process.threadCpuUsage();
  while (threadCpuMs(start) < cpuMs) work(Math.round(blocksPerMs));
}

function threadCpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1_000;
}

/** Blocks per ms of the fastest of some rounds, which is the least disturbed one. */
function calibrate(): number {
  work(WARM_UP_BLOCKS);
  let fastest = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    work(ROUND_BLOCKS);
    fastest = Math.max(fastest, ROUND_BLOCKS / (performance.now() - start));
  }
  return fastest;
}

function work(blocks: number): void {
  for (let done = 0; done < blocks; done += 1) sum = crc32(block, sum);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSharedPolls, type SharedPolls } from './shared-polls.ts';

let polls: SharedPolls;
let errors: string[];

beforeEach(() => {
  errors = [];
  polls = createSharedPolls({ intervalMs: 5, maxInputCount: 2, onError: (_error, key) => errors.push(key) });
});
afterEach(() => polls.stop());

/** A source that tells how often it was read, and fails when told to. */
function source() {
  const state = { readCount: 0, isBroken: false };
  const read = async () => {
    state.readCount += 1;
    if (state.isBroken) throw new Error('away');
    return state.readCount;
  };
  return { state, read };
}

function watch(key: string, read: () => Promise<number>, signal?: AbortSignal) {
  return polls.watch({ key, read, signal });
}

async function take(stream: AsyncGenerator<number>, count: number): Promise<number[]> {
  const values: number[] = [];
  while (values.length < count) values.push(Number((await stream.next()).value));
  return values;
}

describe('a watch', () => {
  test('gives the first value at once and then every new one', async () => {
    const { read } = source();
    const stream = watch('a', read);
    expect(await take(stream, 3)).toEqual([1, 2, 3]);
    await stream.return();
  });

  test('does not wait an interval for the first value, nor does the second watcher', async () => {
    const patient = createSharedPolls({ intervalMs: 600_000, maxInputCount: 1, onError: () => undefined });
    const { read } = source();
    const streams = [1, 2].map(() => patient.watch({ key: 'a', read, signal: undefined }));
    for (const stream of streams) expect(await take(stream, 1)).toEqual([1]);
    for (const stream of streams) await stream.return();
    patient.stop();
  });

  test('of many people costs one read per value, and the late ones get the latest at once', async () => {
    const { read, state } = source();
    const early = watch('a', read);
    const [first] = await take(early, 1);
    const late = Array.from({ length: 50 }, () => watch('a', read));
    const values = await Promise.all(late.map(async (stream) => (await take(stream, 1))[0]));
    expect(first).toBe(1);
    expect(Math.max(...values.map(Number)) - Math.min(...values.map(Number))).toBeLessThanOrEqual(1);
    expect(state.readCount).toBeLessThanOrEqual(3);
    expect(polls.inputCount()).toBe(1);
    for (const stream of [early, ...late]) await stream.return();
  });

  test('stops reading with its last watcher', async () => {
    const { read, state } = source();
    const [one, other] = [watch('a', read), watch('a', read)];
    await take(one, 1);
    await take(other, 1);
    await one.return();
    expect(polls.inputCount()).toBe(1);
    await take(other, 1);
    await other.return();
    expect(polls.inputCount()).toBe(0);
    const { readCount } = state;
    await sleep(30);
    expect(state.readCount).toBe(readCount);
  });

  test('ends with its signal, also while it waits', async () => {
    const { read } = source();
    const ended = new AbortController();
    const stream = watch('a', read, ended.signal);
    await take(stream, 1);
    const waiting = take(
      watch('b', () => new Promise(() => undefined), ended.signal),
      1,
    );
    ended.abort();
    expect((await stream.next()).done).toBe(true);
    await waiting;
    expect(polls.inputCount()).toBe(0);
  });

  test('says nothing during an outage and goes on after it', async () => {
    const { read, state } = source();
    const stream = watch('a', read);
    await take(stream, 1);
    state.isBroken = true;
    const next = stream.next();
    while (state.readCount < 4) await sleep(1);
    state.isBroken = false;
    expect(Number((await next).value)).toBeGreaterThan(3);
    expect(errors).toEqual(['a']);
    await stream.return();
  });

  test('of one input too many is refused, and room is made by leaving', async () => {
    const { read } = source();
    const [one, two] = [watch('a', read), watch('b', read)];
    await take(one, 1);
    await take(two, 1);
    await expect(watch('c', read).next()).rejects.toMatchObject({ code: 'OVERLOADED' });
    await one.return();
    expect(await take(watch('c', read), 1)).toHaveLength(1);
  });

  test('that is slow to read is read less often', async () => {
    let readCount = 0;
    const stream = watch('slow', async () => {
      await sleep(20);
      return ++readCount;
    });
    const startedAt = performance.now();
    await take(stream, 3);
    expect(performance.now() - startedAt).toBeGreaterThan(3 * 20 + 2 * 4 * 20 - 10);
    await stream.return();
  });
});

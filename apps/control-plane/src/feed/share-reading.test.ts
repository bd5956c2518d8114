import { expect, it } from 'vitest';
import { shareReading } from './share-reading.ts';

function reader() {
  let time = 0;
  const open: PromiseWithResolvers<number>[] = [];
  const read = shareReading({
    read: () => {
      const next = Promise.withResolvers<number>();
      open.push(next);
      return next.promise;
    },
    freshMs: 1_000,
    now: () => time,
  });
  return { read, open, wait: (ms: number) => (time += ms) };
}

it('reads once for all who ask meanwhile, however long it takes', async () => {
  const { read, open, wait } = reader();
  const asked = [read(), read()];
  wait(60_000);
  asked.push(read());
  expect(open).toHaveLength(1);
  open[0]?.resolve(7);
  expect(await Promise.all(asked)).toEqual([7, 7, 7]);
});

it('reads again once it is old, and less often the longer it takes', async () => {
  const { read, open, wait } = reader();
  void read();
  wait(100);
  open[0]?.resolve(1);
  await read();
  wait(999);
  void read();
  expect(open).toHaveLength(1);
  wait(1);
  void read();
  expect(open).toHaveLength(2);
  wait(2_000);
  open[1]?.resolve(2);
  await read();
  wait(7_999);
  expect(await read()).toBe(2);
  wait(1);
  void read();
  expect(open).toHaveLength(3);
});

it('keeps no failure', async () => {
  const { read, open } = reader();
  const failed = read();
  open[0]?.reject(new Error('away'));
  await expect(failed).rejects.toThrow('away');
  void read();
  expect(open).toHaveLength(2);
});

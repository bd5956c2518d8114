import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginClaimed, createClaims } from './claims.ts';

const GREEDY = path.resolve(import.meta.dirname, '../testing/greedy-claimant.ts');
let names = 0;
const newName = () => `test-${process.pid}-${names++}`;

describe('claims', () => {
  it('tell which bundle began last, and which may not begin', () => {
    const claims = createClaims(newName());
    expect([claims.begun(), beginClaimed(claims.fd, 1), claims.begun()]).toEqual([0, true, 1]);
    expect(claims.recall(3)).toBe(1);
    expect([2, 3, 4].map((no) => beginClaimed(claims.fd, no))).toEqual([false, false, true]);
    claims.close();
    claims.close();
  });

  it('never let a bundle begin that the engine was told will not, while both are at it', async () => {
    const claims = createClaims(newName());
    const child = fork(GREEDY, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc', claims.fd],
      serialization: 'advanced',
    });
    const told: { upTo: number; begun: number }[] = [];
    const count = 100_000;
    await once(child, 'message');
    const ended = once(child, 'message');
    child.send({ count });
    for (let upTo = 10; upTo < count; ) {
      const begun = claims.begun();
      if (begun + 10 <= upTo) continue;
      upTo = begun + 10;
      told.push({ upTo, begun: claims.recall(upTo) });
    }
    const [began] = (await ended) as [Uint8Array];
    child.kill();
    claims.close();
    const wrong = told.flatMap(({ upTo, begun }) =>
      Array.from({ length: upTo - begun }, (_, index) => begun + 1 + index).filter((no) => began[no] === 1),
    );
    expect(wrong).toEqual([]);
    // Both did something.
    expect([told.length > 2, began.includes(1), began.subarray(1).includes(0)]).toEqual([true, true, true]);
  });
});

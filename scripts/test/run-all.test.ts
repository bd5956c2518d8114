import { describe, expect, it } from 'vitest';
import type { Check, CheckResult } from './check.ts';
import { runAll } from './run-all.ts';

function check(name: string, ...after: string[]): Check {
  return { name, command: 'true', args: [], after, limitMs: 1_000 };
}

/** Runs each for one turn and writes down what was running together. */
async function record(checks: readonly Check[], width: number) {
  const running = new Set<string>();
  const together: string[][] = [];
  const results = await runAll({
    checks,
    width,
    runOne: async ({ name }): Promise<CheckResult> => {
      running.add(name);
      together.push([...running]);
      await new Promise((resolve) => setImmediate(resolve));
      running.delete(name);
      return { name, isGood: name !== 'bad', tookMs: 0, output: '', passedCount: 0, failedCount: 0, skippedCount: 0 };
    },
  });
  return { names: results.map(({ name }) => name), together };
}

describe('runAll', () => {
  it('runs every check once, those that depend on others after them, though one fails', async () => {
    const { names } = await record([check('last', 'bad', 'good'), check('bad'), check('good')], 2);
    expect(names).toEqual(['bad', 'good', 'last']);
  });

  it('runs no more side by side than the machine has cores', async () => {
    const { together } = await record(
      ['a', 'b', 'c', 'd', 'e'].map((name) => check(name)),
      2,
    );
    expect(Math.max(...together.map(({ length }) => length))).toBe(2);
  });

  it('takes a check that is not part of this run as done', async () => {
    expect((await record([check('alone', 'left out')], 1)).names).toEqual(['alone']);
  });

  it('says so where two wait for each other', async () => {
    await expect(record([check('a', 'b'), check('b', 'a')], 2)).rejects.toThrow('wait for each other: a,b');
  });
});

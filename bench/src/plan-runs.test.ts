import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { planRuns } from './plan-runs.ts';

const plan = (...args: string[]) =>
  planRuns(parseOptions(args)).map(({ case: name, system, variant, round }) => `${name} ${system} ${variant} ${round}`);

describe('the plan of runs', () => {
  it('takes the systems in turn inside a round, and begins each round with another', () => {
    expect(plan('--case', 'submit', '--systems', 'leeway,pg-boss,raw', '--rounds', '2')).toEqual([
      'submit leeway 0 1',
      'submit pg-boss 0 1',
      'submit raw 0 1',
      'submit pg-boss 0 2',
      'submit raw 0 2',
      'submit leeway 0 2',
    ]);
  });

  it('makes a run of each count of use cases', () => {
    expect(plan('--case', 'use-cases', '--systems', 'leeway,bullmq', '--rounds', '1', '--use-cases', '1,5')).toEqual([
      'use-cases leeway 1 1',
      'use-cases leeway 5 1',
    ]);
  });

  it('measures the limit alone where it is asked for alone, and beside the others once', () => {
    expect(plan('--case', 'raw', '--rounds', '1')).toEqual(['submit raw 0 1', 'drain raw 0 1', 'end-to-end raw 0 1']);
    const beside = plan('--case', 'submit,raw', '--systems', 'leeway,raw', '--rounds', '1');
    expect(beside).toEqual(['submit leeway 0 1', 'submit raw 0 1', 'drain raw 0 1', 'end-to-end raw 0 1']);
  });

  it.each([
    ['--case', 'sumbit'],
    ['--systems', 'redis'],
    ['--rounds', '0'],
    ['--backlog', '1,x'],
  ])('refuses %s %s', (...args) => {
    expect(() => parseOptions(args)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
  });
});

import { describe, expect, it } from 'vitest';
import type { CaseName, SystemName } from '../words.ts';
import { compare } from './compare.ts';
import { toSentences } from './rows.ts';
import { type RunResult, summarise } from './summarise.ts';

function runs(name: CaseName, system: SystemName, metric: string, values: readonly number[]): RunResult[] {
  const unit = metric.startsWith('p') ? 'ms' : 'jobs/s';
  return values.map((value) => ({ case: name, system, measurement: { metric, value, unit } }));
}

describe('the summary', () => {
  it('is the median of the rounds, not their mean', () => {
    const [result] = summarise(runs('submit', 'leeway', '', [300, 100, 10_000]));
    expect(result).toMatchObject({ value: 300, min: 100, max: 10_000, rounds: [300, 100, 10_000] });
    expect(summarise(runs('submit', 'leeway', '', [100, 200]))[0]?.value).toBe(150);
  });

  it('compares with the best peer, and with the limit', () => {
    const all = summarise([
      ...runs('drain', 'leeway', '', [600]),
      ...runs('drain', 'leeway-rows', '', [900]),
      ...runs('drain', 'pg-boss', '', [100]),
      ...runs('drain', 'graphile-worker', '', [200]),
      ...runs('drain', 'raw', '', [1_200]),
    ]);
    const ours = all.find((one) => one.system === 'leeway');
    expect(ours && compare(ours, all)).toEqual({ timesBestPeer: 3, bestPeer: 'graphile-worker', shareOfRaw: 0.5 });
    expect(toSentences(all)[0]).toBe('drain: leeway 600 jobs/s, 3.00× the best peer (graphile-worker), 50 % of raw');
  });

  it('takes the shorter delay for the better', () => {
    const all = summarise([
      ...runs('latency', 'leeway', 'p99', [4]),
      ...runs('latency', 'pg-boss', 'p99', [40]),
      ...runs('latency', 'bullmq', 'p99', [2]),
    ]);
    const ours = all.find((one) => one.system === 'leeway');
    expect(ours && compare(ours, all)).toMatchObject({ timesBestPeer: 0.5, bestPeer: 'bullmq' });
  });

  it('relates medians to those they are read against', () => {
    const all = summarise([
      ...runs('use-cases', 'leeway', 'over 1', [100, 100, 400]),
      ...runs('use-cases', 'leeway', 'over 10', [90, 80, 85]),
      ...runs('backlog', 'leeway', 'drain, 0 waiting', [50]),
      ...runs('backlog', 'leeway', 'drain, 1000 waiting', [25]),
    ]);
    expect(all.filter((one) => one.unit === 'ratio')).toMatchObject([
      { metric: 'over 10 ÷ over 1', value: 0.85, min: 0.21, max: 0.9 },
      { metric: 'drain, 1000 waiting ÷ drain, 0 waiting', value: 0.5 },
    ]);
  });

  it('shows what the system raw reached as the case raw', () => {
    const all = summarise(runs('submit', 'raw', '', [7]));
    expect(all).toMatchObject([
      { case: 'submit', system: 'raw', value: 7 },
      { case: 'raw', system: 'raw', metric: 'submit', value: 7 },
    ]);
  });
});

import { expect, it } from 'vitest';
import { judgeRatio, shareGates } from './judge-ratio.ts';

it.each([
  [null, 'plain', 'not judged'],
  [0, 'bad', 'too little'],
  [0.79, 'bad', 'too little'],
  [0.8, 'warn', 'a little short'],
  [0.949, 'warn', 'a little short'],
  [0.95, 'good', 'its part'],
  [1.4, 'good', 'its part'],
])('a ratio of %s is %s: %s', (ratio, tone, label) => {
  expect(judgeRatio(ratio)).toEqual({ tone, label });
});

it('shares of the time at gates, the smallest together', () => {
  const gates = [
    { gate: 'cpuQuota', ms: 500 },
    { gate: 'turn', ms: 300 },
    { gate: 'paused', ms: 100 },
    { gate: 'memory', ms: 60 },
    { gate: 'slowStart', ms: 40 },
  ];
  expect(shareGates(gates)).toEqual({
    totalMs: 1_000,
    named: [
      { gate: 'cpuQuota', share: 0.5 },
      { gate: 'turn', share: 0.3 },
      { gate: 'paused', share: 0.1 },
    ],
    restShare: 0.1,
  });
  expect(shareGates([])).toEqual({ totalMs: 0, named: [], restShare: 0 });
});

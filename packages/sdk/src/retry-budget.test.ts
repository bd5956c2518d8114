import { expect, test } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';

test('allows a hiccup, and in the long run one retry in ten calls', () => {
  const budget = createRetryBudget();
  let retryCount = 0;
  for (let call = 0; call < 1_000; call++) {
    budget.earn();
    while (budget.spend()) retryCount += 1;
  }
  expect(retryCount).toBeLessThanOrEqual(10 + 100);
  expect(retryCount).toBeGreaterThan(100);
});

import { describe, expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

describe.each(SCENARIOS)('$name: $about', (scenario) => {
  it('keeps its bars', { timeout: 120_000 }, () => {
    expect(runScenario(scenario, 'leeway').bars.filter(({ isMet }) => !isMet)).toEqual([]);
  });

  it('is more than the simple tier of old keeps', { timeout: 120_000 }, () => {
    expect(runScenario(scenario, 'simple').bars.some(({ isMet }) => !isMet)).toBe(true);
  });
});

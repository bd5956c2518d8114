import { describe, expect, it } from 'vitest';
import { explainTolerance, previewRetries, shownRetries } from './explain-policy.ts';

describe('previewRetries', () => {
  it('doubles up to the cap and adds up', () => {
    const steps = previewRetries({ maxAttempts: 5, backoffBaseMs: 1_000, backoffCapMs: 3_000 });
    expect(steps.map((step) => step.waitMs)).toEqual([1_000, 2_000, 3_000, 3_000]);
    expect(steps.at(-1)).toEqual({ attempt: 5, waitMs: 3_000, latestMs: 9_000 });
  });
  it('has nothing to show for a single attempt', () => {
    expect(previewRetries({ maxAttempts: 1, backoffBaseMs: 1_000, backoffCapMs: 1_000 })).toEqual([]);
  });
  it('shows the last of many', () => {
    const shown = shownRetries(previewRetries({ maxAttempts: 50, backoffBaseMs: 100, backoffCapMs: 1_000 }));
    expect(shown.map((step) => step.attempt)).toEqual([2, 3, 4, 5, 6, 50]);
  });
});

it.each([
  [0, 'at once'],
  [500, 'Nearly no leeway'],
  [30_000, 'a person will notice'],
  [900_000, 'soon'],
  [86_400_000, 'quiet hours'],
])('explains %i ms', (ms, words) => expect(explainTolerance(ms)).toContain(words));

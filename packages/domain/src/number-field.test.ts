import { describe, expect, it } from 'vitest';
import { lengthMs, wholeNumber } from './number-field.ts';
import { DAY_MS, MINUTE_MS } from './units.ts';

const said =
  (schema: { safeParse(value: unknown): { error?: { issues: { message: string }[] } | undefined } }) =>
  (value: unknown) =>
    schema.safeParse(value).error?.issues[0]?.message;

describe('what a field that takes a number says', () => {
  it.each([
    ['parts', 0, 'At least 1 part'],
    ['jobs per second', 0, 'At least 1 job per second'],
    ['ms', 0, 'At least 1 ms'],
    ['CPU ms per second', 0, 'At least 1 CPU ms per second'],
    ['jobs', 2_001, 'At most 2,000 jobs'],
    ['jobs', 1.5, 'A whole number of jobs'],
    ['jobs', Number.NaN, 'A whole number of jobs'],
    ['jobs', 2_000, undefined],
  ])('%s: %s → %s', (unit, value, message) => {
    expect(said(wholeNumber({ min: 1, max: 2_000 }, unit))(value)).toBe(message);
  });

  it('says lengths of time as people do', () => {
    const length = said(lengthMs({ min: MINUTE_MS, max: DAY_MS }));
    expect([length(0), length(DAY_MS + 1), length(0.5), length(MINUTE_MS)]).toEqual([
      'At least 1 min',
      'At most 24 h',
      'A whole number of ms',
      undefined,
    ]);
    expect(said(lengthMs({ min: 0, max: 30 * DAY_MS }))(30 * DAY_MS + 1)).toBe('At most 30 d');
    expect(said(lengthMs({ min: 0, max: 1_500 }))(-1)).toBe('At least 0 ms');
  });
});

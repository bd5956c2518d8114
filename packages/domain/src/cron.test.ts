import { describe, expect, it } from 'vitest';
import { findCronFault, parseCron } from './cron.ts';

const readings = (text: string, from: string, count: number): string[] => {
  const cron = parseCron(text);
  const found: string[] = [];
  for (let at = cron.nextReading(Date.parse(from)); at !== null && found.length < count; at = cron.nextReading(at))
    found.push(new Date(at).toISOString().slice(0, 19));
  return found;
};

describe('a cron expression', () => {
  it.each([
    ['*/20 * * * *', ['2026-01-01T00:20:00', '2026-01-01T00:40:00', '2026-01-01T01:00:00']],
    ['*/20 * * * * *', ['2026-01-01T00:00:20', '2026-01-01T00:00:40', '2026-01-01T00:01:00']],
    ['0 3 * * MON-FRI', ['2026-01-01T03:00:00', '2026-01-02T03:00:00', '2026-01-05T03:00:00']],
    ['0 0 L * *', ['2026-01-31T00:00:00', '2026-02-28T00:00:00', '2026-03-31T00:00:00']],
    ['0 0 1 * 1', ['2026-01-05T00:00:00', '2026-01-12T00:00:00', '2026-01-19T00:00:00']],
    ['0 0 1-7 * +MON', ['2026-01-05T00:00:00', '2026-02-02T00:00:00', '2026-03-02T00:00:00']],
    ['0 0 29 2 *', ['2028-02-29T00:00:00', '2032-02-29T00:00:00', '2036-02-29T00:00:00']],
    ['  0   12  * * 7 ', ['2026-01-04T12:00:00', '2026-01-11T12:00:00', '2026-01-18T12:00:00']],
  ])('%s names these', (text, expected) => {
    expect(findCronFault(text)).toBeNull();
    expect(readings(text, '2026-01-01T00:00:00Z', 3)).toEqual(expected);
  });

  it.each([
    ['', /five fields/],
    ['* * * *', /five fields/],
    ['* * * * * * 2030', /five fields/],
    ['@daily', /five fields/],
    ['2026-01-01T00:00:00', /five fields/],
    ['61 * * * *', /minute "61".*0 to 59/],
    ['* 24 * * *', /hour "24".*0 to 23/],
    ['0 * 24 * * *', /hour "24"/],
    ['* * 0 * *', /day of the month "0".*1 to 31/],
    ['* * 32 * *', /day of the month "32"/],
    ['* * * 13 *', /month "13"/],
    ['* * * * 8', /day of the week "8"/],
    ['* * * * FOO', /day of the week "FOO"/],
    ['61 * * * * *', /second "61"/],
    ['*/0 * * * *', /minute "\*\/0"/],
    ['5-1 * * * *', /minute "5-1"/],
    ['1,,2 * * * *', /minute "1,,2"/],
    ['* ? * * *', /hour "\?"/],
    ['0 0 30 2 *', /never fires/],
    ['0 0 31 4,6,9,11 *', /never fires/],
    [`0 0 ${'1,'.repeat(200)}1 * *`, /At most 200 characters/],
  ])('%s is refused, and the answer names the field', (text, fault) => {
    expect(findCronFault(text)).toMatch(fault);
  });

  it.each([
    ['0 * * * *', true],
    ['*/5 0-23 * * *', true],
    ['0 */1 * * *', true],
    ['0 */2 * * *', false],
    ['0 3 * * *', false],
    ['* 0-22 * * *', false],
  ])('%s is for every hour: %s', (text, isEveryHour) => {
    expect(parseCron(text).isEveryHour).toBe(isEveryHour);
  });
});

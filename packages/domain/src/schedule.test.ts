import { describe, expect, it } from 'vitest';
import { ScheduleCreation } from './schedule.ts';

const valid = {
  useCase: 'nightly-rollup',
  name: 'every-night',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  payload: '{"day":"yesterday"}',
  delayToleranceMs: null,
  missedRuns: 'runOnce',
};

function faultsOf(change: object): string[] {
  const parsed = ScheduleCreation.safeParse({ ...valid, ...change });
  return parsed.success ? [] : [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))];
}

describe('ScheduleCreation', () => {
  it('takes what an owner writes, and the expression without spare blanks', () => {
    const left = { concurrencyKey: null, reason: '' };
    expect(ScheduleCreation.parse({ ...valid, cron: '  30 2 *  * * ' })).toEqual({ ...valid, ...left });
    expect(ScheduleCreation.parse({ ...valid, concurrencyKey: 'customer-7' })).toMatchObject({
      concurrencyKey: 'customer-7',
    });
  });

  it.each(['UTC', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'US/Pacific'])(
    'knows the zone %s',
    (timeZone) => expect(faultsOf({ timeZone })).toEqual([]),
  );

  it.each([
    [{ name: 'Every Night' }, 'name'],
    [{ name: '' }, 'name'],
    [{ cron: '0 0 30 2 *' }, 'cron'],
    [{ cron: 'nightly' }, 'cron'],
    [{ timeZone: 'Europe/Atlantis' }, 'timeZone'],
    [{ timeZone: '+02:00' }, 'timeZone'],
    [{ timeZone: '' }, 'timeZone'],
    [{ timeZone: 'x'.repeat(5_000) }, 'timeZone'],
    [{ payload: '{day: 1}' }, 'payload'],
    [{ payload: '' }, 'payload'],
    [{ payload: '"\\u0000"' }, 'payload'],
    [{ payload: '['.repeat(65) + ']'.repeat(65) }, 'payload'],
    [{ payload: JSON.stringify('ä'.repeat(140_000)) }, 'payload'],
    [{ delayToleranceMs: -1 }, 'delayToleranceMs'],
    [{ missedRuns: 'sometimes' }, 'missedRuns'],
    [{ useCase: 'No Such' }, 'useCase'],
    [{ reason: 'a\u0000' }, 'reason'],
    [{ nextFireAt: 0 }, ''],
  ])('refuses %o, naming the field', (change, field) => {
    expect(faultsOf(change)).toEqual([field]);
  });
});

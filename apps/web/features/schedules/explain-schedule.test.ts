import { expect, it } from 'vitest';
import { explainClockChanges } from './explain-schedule.ts';

it.each([
  ['30 2 * * *', 'Europe/Berlin', /each local time fires once/],
  ['30 * * * *', 'Europe/Berlin', /goes on through a repeated hour/],
  ['*/10 * * * * *', 'Australia/Lord_Howe', /goes on through a repeated hour/],
  ['30 2 * * *', 'UTC', /never change/],
])('%s in %s', (cron, timeZone, text) => expect(explainClockChanges(cron, timeZone)).toMatch(text));

it('says nothing of what cannot be read', () => {
  expect(explainClockChanges('61 * * * *', 'Europe/Berlin')).toBeNull();
});

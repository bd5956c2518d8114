import type { AuditEntryView } from '@leeway/domain/views';
import { expect, it } from 'vitest';
import { CHANGES_CSV, changeLines } from './changes-csv.ts';

const entry: AuditEntryView = {
  seq: '17',
  at: Date.UTC(2026, 10, 21, 9, 38, 54),
  actor: 'Ada',
  action: 'useCase.change',
  objectType: 'useCase',
  objectName: 'send-receipt',
  changes: [
    { field: 'timeoutMs', before: 60_000, after: 90_000 },
    { field: 'cpuQuotaMsPerSecond', before: null, after: 200 },
  ],
  reason: 'Late at the peak',
};

it('has a line for each field that was changed, and one for an entry that changed none', () => {
  const lines = changeLines([entry, { ...entry, seq: '16', action: 'useCase.sendTestJob', changes: [] }]);
  const cells = lines.map((line) => Object.fromEntries(CHANGES_CSV.map(({ title, value }) => [title, value(line)])));
  expect(cells).toMatchObject([
    { 'When (UTC)': '2026-11-21T09:38:54.000Z', Who: 'Ada', Field: 'Time limit', Before: '1 min', After: '1 min 30 s' },
    { Field: 'CPU quota', Before: 'no limit', After: '200 CPU ms/s', Reason: 'Late at the peak' },
    { Action: 'useCase.sendTestJob', Field: null, Before: null, After: null, 'Number of the entry': '16' },
  ]);
});

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLedgerFile } from './ledger-file.ts';
import { parseRuns } from './read-runs.ts';
import { readSubmissions } from './read-submissions.ts';

const ID = '00000000010000000000000000000001';
const OTHER = '00000000010000000000000000000002';

describe('what handlers wrote', () => {
  it('is read as runs; one without an end was cut short, and a torn line is none', () => {
    const text = [
      `s ${ID} 1 0000000003-000000000017 5 1000`,
      `e ${ID} 0000000003-000000000017 1004 1`,
      `s ${OTHER} 2 0000000003-000000000018 6 1005`,
      `e ${OTHER} 0000000003-0000000`,
    ].join('\n');
    expect(parseRuns(text, 11, 10)).toEqual([
      {
        id: ID,
        attempt: 1,
        epoch: 3,
        token: 17,
        marker: 5,
        startedAt: 1_000,
        endedAt: 1_004,
        isOk: true,
        pid: 11,
        enginePid: 10,
      },
      expect.objectContaining({ id: OTHER, attempt: 2, token: 18, endedAt: null, isOk: false }),
    ]);
  });
});

describe('what clients wrote', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-ledger-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read as one submission per job; a call that was cut off has an unknown outcome', () => {
    const name = path.join(folder, 'client-0-1.jsonl');
    const file = openLedgerFile(name);
    file.write({ op: 'invoke', call: '0-1', first: 1, count: 2, at: 1 });
    file.write({ op: 'ok', call: '0-1', at: 2, ids: [ID, OTHER], availableAts: [5, 6] });
    file.write({ op: 'invoke', call: '0-3', first: 3, count: 1, at: 3 });
    file.write({ op: 'refused', call: '0-3', at: 4, why: 'OVERLOADED' });
    file.write({ op: 'invoke', call: '0-4', first: 4, count: 1, at: 5 });
    appendFileSync(name, '{"op":"ok","call":"0-4","ids":["0');
    const { submissions, refusals } = readSubmissions(folder);
    expect(submissions).toEqual([
      { marker: 1, outcome: 'accepted', id: ID, availableAt: 5 },
      { marker: 2, outcome: 'accepted', id: OTHER, availableAt: 6 },
      { marker: 3, outcome: 'refused', id: null, availableAt: 0 },
      { marker: 4, outcome: 'unknown', id: null, availableAt: 0 },
    ]);
    expect([...refusals]).toEqual([['OVERLOADED', 1]]);
  });
});

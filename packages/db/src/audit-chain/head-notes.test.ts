import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { appendNote, type HeadNote, readNotes } from './head-notes.ts';

const SECRET = 'a secret of the deployment';
const note = (seq: number): HeadNote => ({ at: '2026-11-21T10:00:00.000Z', store: '1/2', seq, hash: 'ab'.repeat(32) });

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-notes-'));
  file = path.join(dir, 'audit-heads.jsonl');
});
afterEach(() => rm(dir, { recursive: true }));

it('what was noted is read again, and nobody else may read the file', async () => {
  expect(await readNotes(file, SECRET)).toEqual({ notes: [], unsignedCount: 0 });
  for (const seq of [1, 2, 30]) await appendNote(file, SECRET, note(seq));
  expect(await readNotes(file, SECRET)).toEqual({ notes: [note(1), note(2), note(30)], unsignedCount: 0 });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('a line that was changed, or signed with another secret, counts for nothing and is counted', async () => {
  for (const seq of [1, 2]) await appendNote(file, SECRET, note(seq));
  await appendNote(file, 'another secret', note(3));
  await writeFile(file, (await readFile(file, 'utf8')).replace('"seq":2', '"seq":1'));
  await appendFile(file, 'null\n[]\n{"seq":9}\n');
  expect(await readNotes(file, SECRET)).toEqual({ notes: [note(1)], unsignedCount: 5 });
});

it('a line that was cut short by a crash spoils no other', async () => {
  await appendNote(file, SECRET, note(1));
  const whole = await readFile(file, 'utf8');
  await appendFile(file, whole.slice(0, 40));
  await appendNote(file, SECRET, note(2));
  expect(await readNotes(file, SECRET)).toEqual({ notes: [note(1), note(2)], unsignedCount: 1 });
});

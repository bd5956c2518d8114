import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lastLines, rotateLog } from './log-file.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-log-'));
  file = path.join(dir, 'engine.log');
});
afterEach(() => rm(dir, { recursive: true }));

it('keeps a small log, and moves a large one aside, three deep', async () => {
  rotateLog(file);
  await writeFile(file, 'small');
  rotateLog(file);
  expect(await readFile(file, 'utf8')).toBe('small');
  for (const mark of ['a', 'b', 'c', 'd']) {
    await writeFile(file, mark);
    await truncate(file, 10 * 1024 * 1024);
    rotateLog(file);
    expect(existsSync(file)).toBe(false);
  }
  const kept = await Promise.all([1, 2, 3].map(async (number) => (await readFile(`${file}.${number}`))[0]));
  expect(kept.map((byte) => String.fromCharCode(Number(byte)))).toEqual(['d', 'c', 'b']);
  expect(existsSync(`${file}.4`)).toBe(false);
});

it('shows the last lines of this start only', async () => {
  await writeFile(file, 'old\n');
  expect(lastLines(file, 4, 5)).toBe('');
  await writeFile(file, 'old\none\ntwo\nthree\n');
  expect(lastLines(file, 4, 2)).toBe('two\nthree');
  expect(lastLines(file, 4, 9)).toBe('one\ntwo\nthree');
});

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import type { Report } from './report/markdown.ts';
import { CASES } from './words.ts';

const MAIN = path.resolve(import.meta.dirname, 'main.ts');
const LIMIT_MS = 300_000;
const folder = mkdtempSync(path.join(tmpdir(), 'leeway-quick-bench-'));
const markdown = path.join(folder, 'results.md');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command as a person does. A run that loses a job, or does one twice, is among the failures. */
async function bench(...args: string[]): Promise<Report> {
  const json = path.join(folder, 'results.json');
  const files = ['--json', json, '--markdown', markdown];
  await promisify(execFile)(process.execPath, [MAIN, '--quick', ...args, ...files]);
  return JSON.parse(readFileSync(json, 'utf8'));
}

it(
  'measures every case, and writes what it measured',
  async () => {
    const { results, failures, machine } = await bench('--systems', 'leeway,raw');
    expect(failures).toEqual([]);
    expect([...new Set(results.map((result) => result.case))].toSorted()).toEqual(CASES.toSorted());
    for (const { metric, value, unit } of results) {
      expect(value, metric).toBeGreaterThanOrEqual(0);
      expect(['jobs/s', 'ms', 'MiB', 'ratio', 'CPU ms/s']).toContain(unit);
    }
    expect(Object.keys(machine.versions)).toContain('pg-boss');
    const page = readFileSync(markdown, 'utf8');
    expect(page).toContain('| case | system | median |');
    expect(page).toContain(machine.cpu);
  },
  LIMIT_MS,
);

it(
  'measures the peers that need no server of their own',
  async () => {
    const { results, failures, leftOut } = await bench(
      '--case',
      'drain,use-cases',
      '--use-cases',
      '2',
      '--systems',
      'graphile-worker,pg-boss',
    );
    expect(failures).toEqual([]);
    expect(results.map((result) => `${result.case} ${result.system}`)).toEqual([
      'drain graphile-worker',
      'drain pg-boss',
      'use-cases graphile-worker',
    ]);
    expect(leftOut).toEqual([expect.stringContaining('left out of use-cases: pg-boss')]);
  },
  LIMIT_MS,
);

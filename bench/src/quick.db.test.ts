import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@leeway/engine/testing/free-port';
import { expect, it } from 'vitest';

const MAIN = path.resolve(import.meta.dirname, 'main.ts');

/** Every case accounts for its jobs itself: a run that loses one fails. */
it('measures one case of each kind, and writes what it measured', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'leeway-bench-'));
  const json = path.join(folder, 'results.json');
  const markdown = path.join(folder, 'results.md');
  const runs = ['--case', 'submit,drain,latency,backlog', '--systems', 'leeway,raw'];
  const files = ['--json', json, '--markdown', markdown];
  try {
    await promisify(execFile)(process.execPath, [MAIN, '--quick', ...runs, ...files, '--port', `${await freePort()}`]);
    const { results, failures } = JSON.parse(readFileSync(json, 'utf8'));
    expect(failures).toEqual([]);
    const cases = new Set(results.map((result: { case: string }) => result.case));
    expect([...cases].toSorted()).toEqual(['backlog', 'drain', 'latency', 'raw', 'submit']);
    for (const { value, unit } of results as { value: number; unit: string }[]) {
      expect(value).toBeGreaterThan(0);
      expect(['jobs/s', 'ms', 'MiB', 'ratio']).toContain(unit);
    }
    expect(readFileSync(markdown, 'utf8')).toContain('| case | system | median |');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';

const require = createRequire(import.meta.url);
const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Work that others gave the machine when the benchmark began. */
  readonly loadAverage: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** What figures cannot be read without. */
export function describeMachine(stores: Readonly<Record<string, string>>): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadAverage: readLoadAverage(),
    versions: {
      node: process.versions.node,
      leeway: readCommit(),
      ...stores,
      ...Object.fromEntries(['graphile-worker', 'pg-boss', 'bullmq'].map((name) => [name, readVersion(name)])),
    },
  };
}

/** Of the last minute, with a decimal. */
export function readLoadAverage(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

/** The package's own file: not every package lets itself be asked for it. */
function readVersion(name: string): string {
  const folder = require.resolve.paths(name)?.map((dir) => path.join(dir, name, 'package.json')) ?? [];
  for (const file of folder) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).version;
    } catch {
      // Not in this folder.
    }
  }
  return 'unknown';
}

function readCommit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
    return git('rev-parse', '--short=10', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' (changed)');
  } catch {
    return 'unknown';
  }
}

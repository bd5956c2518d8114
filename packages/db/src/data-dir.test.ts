import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { markOf, ownDataDir } from './data-dir.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'leeway-owner-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A process that owns `root`, until it is killed. */
async function startOwner() {
  const module = path.join(import.meta.dirname, 'data-dir.ts');
  const script = `import { ownDataDir } from ${JSON.stringify(module)};
    ownDataDir(${JSON.stringify(root)}); console.log('owned'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the owner of a data folder', () => {
  it('is one at a time; the next may follow its release', () => {
    const lock = ownDataDir(path.join(root, 'new'));
    expect(lock.wasAbandoned).toBe(false);
    lock.release();
    ownDataDir(path.join(root, 'new')).release();
  });

  it('keeps others out while it lives, and is followed once it was killed', async () => {
    const owner = await startOwner();
    expect(() => ownDataDir(root)).toThrow(`Leeway already runs on ${root} (process ${owner.pid})`);
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const lock = ownDataDir(root);
    expect(lock.wasAbandoned).toBe(true);
    lock.release();
  });

  it('is not mistaken for a later process with the same number', async () => {
    await writeFile(path.join(root, 'owner.json'), JSON.stringify({ pid: process.pid, began: 'another day' }));
    ownDataDir(root).release();
  });

  it.skipIf(process.platform === 'win32')('is gone once it has ended, though its parent never asks', async () => {
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    await expect.poll(() => markOf(Number(line)).began).toBe('');
    expect(markOf(Number(parent.pid)).began).not.toBe('');
    parent.kill('SIGKILL');
  });

  it('names the folder that cannot be made', async () => {
    await writeFile(path.join(root, 'file'), '');
    expect(() => ownDataDir(path.join(root, 'file/data'))).toThrow('cannot be made (ENOTDIR): set LEEWAY_DATA_DIR');
  });
});

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isSameProcess, markOf } from '@leeway/db/data-dir';
import { pickFreePort } from '@leeway/db/embedded/port';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PartSpec } from './part.ts';
import { supervise } from './supervise.ts';

let dir: string;
let port: number;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'leeway-part-'));
  port = await pickFreePort();
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(dir, { recursive: true });
});

/** A part that answers on `port` and says on SIGTERM that it ends in order. */
const SERVER = `
  import { createServer } from 'node:http';
  const server = createServer((_, response) => response.end(String(process.pid))).listen(PORT, '127.0.0.1');
  process.once('SIGTERM', () => { console.log('ended in order'); server.close(); server.closeAllConnections(); });`;

async function specOf(source: string): Promise<PartSpec> {
  const module = path.join(dir, 'part.mjs');
  await writeFile(module, source.replace('PORT', String(port)));
  const logFile = path.join(dir, 'part.log');
  return { name: 'Part', module, cwd: dir, env: {}, logFile, healthUrl: `http://127.0.0.1:${port}/` };
}

async function answeringPid(): Promise<number | null> {
  try {
    return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
  } catch {
    return null;
  }
}

describe('a supervised part', () => {
  it('is ready once it answers, and is asked to end before it is made to', async () => {
    const spec = await specOf(SERVER);
    const part = await supervise(spec);
    expect(await answeringPid()).toBe(part.pid());
    await part.stop();
    expect(await answeringPid()).toBeNull();
    expect(await readFile(spec.logFile, 'utf8')).toBe('ended in order\n');
  });

  it('is started again when it ends by itself, and not once it was stopped', async () => {
    const part = await supervise(await specOf(SERVER));
    const first = Number(part.pid());
    process.kill(first, 'SIGKILL');
    await expect.poll(answeringPid, { timeout: 10_000 }).toSatisfy((pid) => pid !== null && pid !== first);
    expect(part.pid()).not.toBe(first);
    await part.stop();
    expect(await answeringPid()).toBeNull();
  }, 20_000);

  it('shows its last words where it does not start', async () => {
    const spec = await specOf("console.error('no table of that name'); process.exit(3);");
    await expect(supervise(spec)).rejects.toThrow(
      /Part ended while it was starting; .*part\.log:\nno table of that name/,
    );
  });

  it('ends in order when its launcher is killed', async () => {
    const spec = await specOf(SERVER);
    const launcher = path.join(dir, 'launcher.mjs');
    const supervisor = path.join(import.meta.dirname, 'supervise.ts');
    await writeFile(
      launcher,
      `import { supervise } from ${JSON.stringify(supervisor)};
       const part = await supervise(${JSON.stringify(spec)});
       process.send(part.pid());`,
    );
    const process = fork(launcher, { execArgv: [] });
    const [pid] = await once(process, 'message');
    const mark = markOf(Number(pid));
    process.kill('SIGKILL');
    await expect.poll(() => isSameProcess(mark), { timeout: 10_000 }).toBe(false);
    expect(await readFile(spec.logFile, 'utf8')).toBe('ended in order\n');
  }, 20_000);
});

import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pickFreePort } from './embedded/port.ts';
import { findPostmaster } from './embedded/postmaster.ts';
import { stopServer } from './embedded/server.ts';
import { findEmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts';

let dataDir: string;
let port: number;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'leeway-embedded-'));
  await chmod(dataDir, 0o755);
  port = await pickFreePort();
});

afterEach(async () => {
  await stopServer(path.join(dataDir, 'pg'));
  await rm(dataDir, { recursive: true });
});

async function ask(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  it('keeps what was committed over a stop and a start, with every safeguard on', async () => {
    const first = await startEmbeddedPostgres({ dataDir, port });
    await ask(first.connectionString, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await findEmbeddedPostgres(dataDir)).toBeNull();

    const second = await startEmbeddedPostgres({ dataDir, port });
    expect(await findEmbeddedPostgres(dataDir)).toBe(second.connectionString);
    const settings = `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
      current_setting('synchronous_commit') as commits, current_setting('data_checksums') as checksums,
      current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses, answer from kept`;
    expect(await ask(second.connectionString, settings)).toEqual([
      {
        fsync: 'on',
        pages: 'on',
        commits: 'on',
        checksums: 'on',
        encoding: 'UTF8',
        addresses: '127.0.0.1',
        answer: 42,
      },
    ]);
    expect((await stat(path.join(dataDir, 'pg-password'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a connection without its password', async () => {
    const { connectionString } = await startEmbeddedPostgres({ dataDir, port });
    const url = new URL(connectionString);
    url.password = 'guess';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
  });

  it('runs in a session of its own, so that Ctrl-C does not reach it', async () => {
    await startEmbeddedPostgres({ dataDir, port });
    const { pid } = findPostmaster(path.join(dataDir, 'pg')) ?? {};
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ');
    expect(Number(fields?.[3])).toBe(pid);
  });

  it('stops a server that a killed launcher left, and goes on with its data', async () => {
    const left = await startEmbeddedPostgres({ dataDir, port });
    await ask(left.connectionString, 'create table kept as select 1 as one');
    const { pid } = findPostmaster(path.join(dataDir, 'pg')) ?? {};
    const next = await startEmbeddedPostgres({ dataDir, port });
    expect(findPostmaster(path.join(dataDir, 'pg'))?.pid).not.toBe(pid);
    expect(await ask(next.connectionString, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('goes on after its server was killed, though the pid file names a live stranger', async () => {
    const { connectionString } = await startEmbeddedPostgres({ dataDir, port });
    await ask(connectionString, 'create table kept as select 1 as one');
    const { pid } = findPostmaster(path.join(dataDir, 'pg')) ?? {};
    process.kill(Number(pid), 'SIGKILL');
    await expect.poll(() => findPostmaster(path.join(dataDir, 'pg'))).toBeNull();
    const pidFile = path.join(dataDir, 'pg/postmaster.pid');
    await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(/^\d+/, String(process.pid)));
    const next = await startEmbeddedPostgres({ dataDir, port });
    expect(await ask(next.connectionString, 'select one from kept')).toEqual([{ one: 1 }]);
  });

  it('is started again where it was killed, and not once it was stopped', async () => {
    const told: string[] = [];
    const onRestart = { onEnded: () => told.push('ended'), onBack: () => told.push('back') };
    const { connectionString, stop } = await startEmbeddedPostgres({ dataDir, port, onRestart });
    await ask(connectionString, 'create table kept as select 1 as one');
    const { pid } = findPostmaster(path.join(dataDir, 'pg')) ?? {};
    process.kill(Number(pid), 'SIGKILL');
    const answer = () => ask(connectionString, 'select one from kept').catch(() => null);
    await expect.poll(() => told.includes('back'), { timeout: 20_000 }).toBe(true);
    await expect.poll(answer, { timeout: 10_000 }).toEqual([{ one: 1 }]);
    expect(findPostmaster(path.join(dataDir, 'pg'))?.pid).not.toBe(pid);
    await stop();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(findPostmaster(path.join(dataDir, 'pg'))).toBeNull();
  }, 40_000);

  it('names the port and its variable where the port is taken', async () => {
    const taken = createServer();
    taken.listen(port, '127.0.0.1');
    await once(taken, 'listening');
    await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toThrow(
      `port ${port} is taken by node, process ${process.pid}: stop that, or set LEEWAY_PG_PORT`,
    );
    taken.close();
  });

  it('starts over where the first start was cut short', async () => {
    await mkdir(path.join(dataDir, 'pg.new'));
    await writeFile(path.join(dataDir, 'pg.new/half'), 'made');
    const { connectionString } = await startEmbeddedPostgres({ dataDir, port });
    expect(await ask(connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('refuses files of another Postgres version', async () => {
    await mkdir(path.join(dataDir, 'pg'));
    await writeFile(path.join(dataDir, 'pg/PG_VERSION'), '14\n');
    await expect(startEmbeddedPostgres({ dataDir, port })).rejects.toThrow('was made by Postgres 14');
  });

  it.skipIf(process.getuid?.() !== 0)('names the folder that its user cannot enter (needs root)', async () => {
    const closed = path.join(dataDir, 'closed');
    await mkdir(path.join(closed, 'data'), { recursive: true });
    await chmod(closed, 0o700);
    await expect(startEmbeddedPostgres({ dataDir: path.join(closed, 'data'), port })).rejects.toThrow(
      `cannot enter ${closed}: run "chmod o+x ${closed}", or set LEEWAY_DATA_DIR`,
    );
  });
});

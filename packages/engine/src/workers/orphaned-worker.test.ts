import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createClaims } from './claims.ts';

const ENTRY = path.resolve(import.meta.dirname, 'worker-process.ts');
const HANDLERS = path.resolve(import.meta.dirname, '../testing/handlers');

/** A worker whose engine has this number. */
async function startWorker(enginePid: number) {
  const claims = createClaims(`orphan-${process.pid}-${enginePid}`);
  const child = fork(ENTRY, [HANDLERS, 'mark', '4', String(enginePid)], {
    serialization: 'advanced',
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc', claims.fd],
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  const block = { no: 1, useCase: 'any', handler: 'misbehave', timeoutMs: 60_000, keys: ['k'], attempts: [1] };
  child.send([{ ...block, epochs: [1], tokens: [1], jobCounts: [1], payloads: ['{"how":"block"}'] }]);
  return { child, claims, ended };
}

it('a worker whose engine ended while it was starting ends as well, though its handler blocks it', async () => {
  // Nobody's: the engine is gone, and somebody else is the parent.
  const { claims, ended } = await startWorker(2 ** 30);
  expect(await ended).toEqual([null, 'SIGKILL']);
  claims.close();
});

it('a worker whose engine lives goes on', async () => {
  const { child, claims, ended } = await startWorker(process.pid);
  await expect.poll(() => claims.begun()).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  child.kill('SIGKILL');
  await ended;
  claims.close();
});

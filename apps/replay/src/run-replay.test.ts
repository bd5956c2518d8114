import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import type { ReplayEnv } from './env.ts';
import { parseOptions } from './options.ts';
import { runReplay } from './run-replay.ts';
import { type Behaviour, startStandInTier } from './testing/stand-in-tier.ts';

const COLUMNS =
  'HashOwner,HashApp,HashFunction,Trigger,DurationAvgMs,DurationP25Ms,DurationP50Ms,DurationP75Ms,DurationP99Ms,MemoryAvgMb';
const minutes = (...first: number[]) => [...first, ...new Array<number>(1_440 - first.length).fill(0)].join(',');
const TRACE = [
  `${COLUMNS},${Array.from({ length: 1_440 }, (_, index) => index + 1).join(',')}`,
  `aaaaaaaa,bbbbbbbb,11111111,http,5,5,5,5,5,100,${minutes(30, 10)}`,
  `aaaaaaaa,bbbbbbbb,22222222,queue,5,5,5,5,5,100,${minutes(0, 2)}`,
  `cccccccc,bbbbbbbb,33333333,timer,5,5,5,5,5,100,${minutes(0, 0, 7)}`,
].join('\n');

let folder: string;
let tier: Awaited<ReturnType<typeof startStandInTier>> | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leeway-replay-'));
  await writeFile(path.join(folder, 'day.csv'), TRACE);
});
afterEach(async () => {
  await tier?.stop();
  await rm(folder, { recursive: true });
});

async function startScene(behaviour: Partial<Behaviour> = {}) {
  const started = await startStandInTier({ fate: 'done', refusals: [], ...behaviour });
  tier = started;
  const env: ReplayEnv = {
    ...{ engineUrl: started.url, controlPlaneUrl: started.url, consoleUrl: started.url, dataDir: folder },
    ...{ email: 'ada@example.com', password: 'right', workingDir: folder },
  };
  const said: string[] = [];
  const stop = new AbortController();
  const run = (...flags: string[]) =>
    runReplay({
      options: parseOptions(['--trace', 'day.csv', '--to', '2', '--speed', '300', ...flags], env),
      ...{ env, clock: systemClock, stop: stop.signal },
      progress: { show: () => {}, say: (text) => said.push(text), stop: () => {} },
    });
  return { run, said, stop, tier: started };
}

describe('runReplay', () => {
  it('registers what the window needs, submits every invocation, and leaves nothing behind', async () => {
    const { run, tier } = await startScene();
    const result = await run();
    expect(result.total).toMatchObject({ submitted: 42, done: 42, dead: 0, waiting: 0, useCases: 2 });
    expect(result).toMatchObject({ unaccounted: 0, unknownOutcome: 0, unsent: 0, foreign: 0 });
    expect([...tier.useCases.keys()].sort()).toEqual(['http-11111111', 'queue-22222222']);
    expect([...tier.teams]).toEqual(['azure-aaaaaaaa']);
    expect(tier.calls.slice(-3)).toEqual(['replay.end', 'apiKey.revoke', '/api/auth/sign-out']);
  });

  it('uses the same use cases again and counts only its own jobs', async () => {
    const { run, said, tier } = await startScene();
    await run();
    tier.calls.length = 0;
    expect((await run()).total).toMatchObject({ submitted: 42, done: 42 });
    expect(tier.calls).not.toContain('useCase.register');
    expect(said.at(-1)).toBe('Use cases: 0 created, 0 changed, 2 kept as they were; teams: 0 created.');
  });

  it('touches no use case that differs, unless it may', async () => {
    const { run, tier } = await startScene();
    await run();
    const known = tier.useCases.get('http-11111111');
    if (known !== undefined) tier.useCases.set('http-11111111', { ...known, delayToleranceMs: 9_000, fairWeight: 300 });
    await expect(run()).rejects.toThrow(/http-11111111: delayToleranceMs is 9000, the replay needs 5000/);
    expect(tier.useCases.get('http-11111111')?.delayToleranceMs).toBe(9_000);
    await run('--yes');
    expect(tier.useCases.get('http-11111111')).toMatchObject({ delayToleranceMs: 5_000, fairWeight: 300 });
  });

  it('never takes another team’s use case', async () => {
    const { run, tier } = await startScene();
    await run();
    const known = tier.useCases.get('http-11111111');
    if (known !== undefined) tier.useCases.set('http-11111111', { ...known, team: 'payments' });
    await expect(run('--yes')).rejects.toThrow(
      'Use case http-11111111 belongs to team payments, not to azure-aaaaaaaa',
    );
  });

  it('waits out a full tier', async () => {
    const { run } = await startScene({ refusals: [503, 503, 503] });
    expect((await run()).total).toMatchObject({ submitted: 42, done: 42 });
  });

  it('asks again where the answer was cut: each job is there once, whether it had been stored or not', async () => {
    const { run } = await startScene({ refusals: ['cut', 'cutAfter', 'cutAfter'] });
    const result = await run();
    expect(result.total).toMatchObject({ submitted: 42, done: 42 });
    expect(result).toMatchObject({ unknownOutcome: 0, foreign: 0, unaccounted: 0 });
  });

  it('notices that accepted jobs are gone', async () => {
    const { run, said } = await startScene({ fate: 'lost' });
    expect((await run('--drain-limit', '0')).unaccounted).toBe(42);
    expect(said).toContain('Not everything ended within 0 s; give more with --drain-limit.');
  });

  it('tells jobs that still wait from jobs that are gone', async () => {
    const { run } = await startScene({ fate: 'waiting' });
    expect(await run('--drain-limit', '0')).toMatchObject({ unaccounted: 0, total: { waiting: 42 } });
  });

  it('gives the key back where the tier refuses the jobs', async () => {
    const { run, tier } = await startScene({ refusals: [400] });
    await expect(run()).rejects.toThrow(/The tier refuses jobs of (http|queue)-/);
    expect(tier.calls.slice(-3)).toEqual(['replay.end', 'apiKey.revoke', '/api/auth/sign-out']);
  });

  it('stops when it is told to, and still accounts for what was accepted', async () => {
    const { run, stop } = await startScene();
    const running = run('--speed', '1');
    setTimeout(() => stop.abort(), 600);
    const result = await running;
    expect(result.unsent + result.total.submitted).toBe(42);
    expect(result.unsent).toBeGreaterThan(0);
    expect(result.unaccounted).toBe(0);
  });

  it('refuses a wrong password, and a window in which nothing happened', async () => {
    const { run } = await startScene();
    await expect(run('--password', 'wrong')).rejects.toThrow(/does not know ada@example\.com with this password/);
    await expect(run('--from', '100', '--to', '200')).rejects.toThrow(/No function was invoked from minute 100 to 200/);
  });
});

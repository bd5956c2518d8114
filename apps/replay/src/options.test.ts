import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReplayEnv } from './env.ts';
import { parseOptions } from './options.ts';

const env: ReplayEnv = {
  ...{ engineUrl: 'http://127.0.0.1:4100', controlPlaneUrl: 'http://127.0.0.1:4000', dataDir: '/data' },
  ...{ consoleUrl: 'http://localhost:3000', email: 'a@b.c', password: null, workingDir: '/home/ada' },
};
const parse = (...flags: string[]) => parseOptions(['--trace', 'day.csv', ...flags], env);

let printed = '';
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('parseOptions', () => {
  it('replays the whole day at 60× by default, with files relative to where the command was typed', () => {
    expect(parse()).toEqual({
      ...{ trace: '/home/ada/day.csv', fromMinute: 0, toMinute: 1_440, speed: 60, seed: 1, boosts: new Map() },
      ...{ cpuScale: 0.001, memoryScale: 0.0625, changeExisting: false, jsonFile: null, drainLimitMs: 600_000 },
      ...{ engineUrl: 'http://127.0.0.1:4100', controlPlaneUrl: 'http://127.0.0.1:4000' },
      ...{ email: 'a@b.c', password: null },
    });
  });

  it('takes fractions, flags over the environment, and addresses with a slash at their end', () => {
    const options = parse('--memory-scale', '1/64', '--speed', '.5', '--email', 'x@y.z', '--url', 'http://h:1/');
    expect(options).toMatchObject({ memoryScale: 1 / 64, speed: 0.5, email: 'x@y.z', engineUrl: 'http://h:1' });
  });

  it.each([
    [['--from', '1440'], /--from.*whole number from 0 to 1439/s],
    [['--from', '1.5'], /--from.*whole number/s],
    [['--to', '0'], /--to.*whole number from 1 to 1440/s],
    [['--speed', '0'], /--speed.*number from 0\.01 to 10000/s],
    [['--speed', 'fast'], /--speed.*number from/s],
    [['--cpu-scale', '-1'], /--cpu-scale.*number from 0/s],
    [['--cpu-scale', '1/0'], /--cpu-scale.*number from 0/s],
    [['--memory-scale', ''], /--memory-scale.*number from/s],
    [['--boost', 'http-1=0'], /--boost.*whole number from 1 to 10000/s],
    [['--boost', '20'], /--boost.*name of a use case/s],
    [['--seed', '-3'], /--seed.*whole number/s],
    [['--url', 'localhost:4100'], /--url.*http or https address/s],
    [['--console', 'ftp://h'], /--console.*http or https address/s],
    [['--drain-limit', 'forever'], /--drain-limit.*whole number/s],
    [['--spede', '60'], /unknown option '--spede'.*Did you mean --speed/s],
    [['day2.csv'], /too many arguments/],
  ])('refuses %j and says what is right', (flags, message) => {
    expect(() => parse(...flags)).toThrow();
    expect(printed).toMatch(message);
  });

  it('asks for the trace', () => {
    expect(() => parseOptions([], env)).toThrow();
    expect(printed).toMatch(/required option '--trace <file>' not specified/);
  });

  it('refuses a window that ends before it begins', () => {
    expect(() => parse('--from', '700', '--to', '700')).toThrow('--from 700 must be before --to 700.');
  });
});

import { describe, expect, it } from 'vitest';
import { blameExit, type ExitInput } from './blame-exit.ts';

const quiet: ExitInput = {
  exit: { code: 1, signal: null, output: '', outOfMemoryAtMb: null, begun: 1 },
  killedFor: null,
  crash: null,
  timeoutMs: 500,
  memoryLimitMb: 64,
};

describe('blameExit', () => {
  it.each<[string, Partial<ExitInput>, string, RegExp]>([
    ['ended for its time', { killedFor: 'timeout' }, 'TIMEOUT', /500 ms/],
    ['ended for its memory', { killedFor: 'memory' }, 'MEMORY_EXCEEDED', /64 MiB/],
    [
      'its heap was exhausted',
      {
        exit: {
          code: null,
          signal: 'SIGABRT',
          output: 'FATAL ERROR: … JavaScript heap out of memory',
          outOfMemoryAtMb: null,
          begun: 1,
        },
      },
      'MEMORY_EXCEEDED',
      /64 MiB/,
    ],
    [
      'the system had no memory left',
      { exit: { code: null, signal: 'SIGKILL', output: '', outOfMemoryAtMb: 311.6, begun: 1 } },
      'MEMORY_EXCEEDED',
      /no memory left; the process took 312 MiB/,
    ],
    ['threw outside its promise', { crash: 'Error: late' }, 'HANDLER_ERROR', /outside its promise: Error: late/],
    [
      'called process.exit',
      { exit: { code: 3, signal: null, output: '', outOfMemoryAtMb: null, begun: 1 } },
      'WORKER_DIED',
      /exit code 3/,
    ],
    [
      'was killed',
      { exit: { code: null, signal: 'SIGKILL', output: '', outOfMemoryAtMb: null, begun: 1 } },
      'WORKER_DIED',
      /signal SIGKILL/,
    ],
  ])('%s', (_how, change, code, message) => {
    const failure = blameExit({ ...quiet, ...change });
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(message);
  });

  it('the engine’s own reason goes before what the dying process printed', () => {
    const exit = {
      code: null,
      signal: 'SIGKILL' as const,
      output: 'heap out of memory',
      outOfMemoryAtMb: null,
      begun: 1,
    };
    expect(blameExit({ ...quiet, exit, killedFor: 'timeout' }).code).toBe('TIMEOUT');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWorkerMessage } from './read-worker-message.ts';

const RESULTS = {
  kind: 'results',
  from: 3,
  startedAts: new Float64Array([1, 2]),
  runMs: new Float64Array([0, 5.5]),
  failures: new Map([[1, { code: 'HANDLER_ERROR', message: 'no' }]]),
  cpuMs: 0,
  memoryMb: 12,
  isLast: true,
};

describe('readWorkerMessage', () => {
  it('takes what workers say', () => {
    for (const message of [
      { kind: 'ready' },
      { kind: 'passed', no: 3 },
      { kind: 'crash', message: 'no' },
      { kind: 'cancelled', no: 1, position: 0, verdict: 'skipped' },
      RESULTS,
      { ...RESULTS, startedAts: new Float64Array(), runMs: new Float64Array(), failures: new Map() },
    ])
      expect(readWorkerMessage(message)).toEqual(message);
  });

  it.each([
    ['another kind', { kind: 'done' }],
    ['a crash without a text', { kind: 'crash', message: {} }],
    ['an unknown verdict', { kind: 'cancelled', no: 1, position: 0, verdict: 'maybe' }],
    ['half a position', { kind: 'cancelled', no: 1, position: 0.5, verdict: 'ended' }],
    ['a position below zero', { ...RESULTS, from: -1 }],
    ['plain arrays', { ...RESULTS, runMs: [1, 2] }],
    ['lists of different length', { ...RESULTS, runMs: new Float64Array([1]) }],
    ['a run time that is none', { ...RESULTS, runMs: new Float64Array([1, Number.NaN]) }],
    ['a run time below zero', { ...RESULTS, runMs: new Float64Array([1, -1]) }],
    ['CPU without end', { ...RESULTS, cpuMs: Number.POSITIVE_INFINITY }],
    ['memory below zero', { ...RESULTS, memoryMb: -1 }],
    ['a failure of no kind', { ...RESULTS, failures: new Map([[0, { code: 'BORED', message: '' }]]) }],
    ['a failure that is nothing', { ...RESULTS, failures: new Map([[0, null]]) }],
    ['failures that are no map', { ...RESULTS, failures: {} }],
    ['no word whether it is the last', { ...RESULTS, isLast: 1 }],
  ])('takes no %s', (_what, message) => {
    expect(readWorkerMessage(message)).toBeNull();
  });

  it('never throws, whatever comes', () => {
    const kind = fc.constantFrom('ready', 'passed', 'crash', 'cancelled', 'results', 'else');
    const anything = fc.oneof(
      fc.anything(),
      fc.tuple(kind, fc.object()).map(([kind, rest]) => ({ ...rest, kind })),
      fc
        .tuple(fc.constantFrom(...Object.keys(RESULTS)), fc.anything())
        .map(([key, value]) => ({ ...RESULTS, [key]: value })),
    );
    fc.assert(
      fc.property(anything, (value) => {
        readWorkerMessage(value);
      }),
      { numRuns: 1_000 },
    );
  });
});

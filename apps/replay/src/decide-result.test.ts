import { bucketOf } from '@leeway/domain/distribution';
import type { ReplayCounts } from '@leeway/domain/views';
import type { TraceFunction, Trigger } from '@leeway/trace/trace-function';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subtractReadings } from './counts.ts';
import { decideResult, type ResultInput } from './decide-result.ts';
import { formatResult } from './format-result.ts';
import type { PlannedUseCase } from './plan-use-cases.ts';
import { planUseCases } from './plan-use-cases.ts';
import { addAccepted, createTally } from './tally.ts';

function plan(...triggers: Trigger[]): PlannedUseCase[] {
  const functions = triggers.map(
    (trigger, index): TraceFunction => ({
      ...{ owner: 'aaaaaaaa', app: 'bbbbbbbb', name: `cccccc0${index}`, trigger, memoryMb: 1 },
      ...{ durations: [{ quantile: 0.5, ms: 1 }], minuteCounts: new Uint32Array(1_440) },
    }),
  );
  return planUseCases(functions, { cpuScale: 1, memoryScale: 1 });
}

const reading = (name: string, parts: Partial<ReplayCounts>): ReplayCounts => ({
  ...{ name, submittedCount: 0, doneCount: 0, failedCount: 0, deadCount: 0, cancelledCount: 0, lateCount: 0, cpuMs: 0 },
  delayBuckets: [],
  ...parts,
});

const planned = plan('http', 'queue');
const [http, queue] = ['http-cccccc00', 'queue-cccccc01'];

function createInput(accepted: Record<string, number>, readings: ReplayCounts[], more: Partial<ResultInput> = {}) {
  const tally = createTally();
  for (const [name, count] of Object.entries(accepted)) addAccepted(tally, name, count);
  const boosts = new Map<string, number>();
  return {
    planned,
    boosts,
    tally,
    counts: subtractReadings(readings, []),
    backlog: new Map<string, number>(),
    ...more,
  };
}

describe('subtractReadings', () => {
  it('leaves what came between, sketches included', () => {
    const begin = [reading('a', { submittedCount: 5, doneCount: 4, delayBuckets: [[3, 4]], cpuMs: 10 })];
    const end = [
      reading('a', {
        submittedCount: 9,
        doneCount: 9,
        delayBuckets: [
          [3, 4],
          [7, 5],
        ],
        cpuMs: 25,
      }),
    ];
    expect(subtractReadings(end, begin).get('a')).toMatchObject({
      ...{ submitted: 4, done: 5, cpuMs: 15 },
      delays: new Map([
        [3, 0],
        [7, 5],
      ]),
    });
  });
});

describe('decideResult', () => {
  it('shows a line per trigger and a total whose percentiles come from the merged sketch', () => {
    const input = createInput({ [http]: 99, [queue]: 1 }, [
      reading(http, { submittedCount: 99, doneCount: 99, delayBuckets: [[bucketOf(10), 99]], cpuMs: 500 }),
      reading(queue, {
        submittedCount: 1,
        deadCount: 1,
        failedCount: 5,
        lateCount: 1,
        delayBuckets: [[bucketOf(90_000), 1]],
      }),
    ]);
    const { triggers, total, unaccounted } = decideResult(input);
    expect(triggers.map(({ label }) => label)).toEqual(['http', 'queue']);
    expect(total).toMatchObject({ submitted: 100, done: 99, dead: 1, failed: 5, lateShare: 0.01, cpuSeconds: 0.5 });
    expect(total.delayP50Ms).toBeCloseTo(10, 0);
    expect(triggers[1]?.delayP50Ms).toBeGreaterThan(89_000);
    expect(unaccounted).toBe(0);
  });

  it('has no percentile where nothing was started between the readings', () => {
    const counts = [reading(http, { doneCount: 3, delayBuckets: [[2, 3]] })];
    const input = createInput({}, [], { counts: subtractReadings(counts, counts) });
    expect(decideResult(input).total).toMatchObject({ delayP50Ms: null, lateShare: null, done: 0 });
  });

  it('misses a job that is neither done, nor dead, nor waiting, even where another use case has too many', () => {
    const input = createInput({ [http]: 10, [queue]: 10 }, [
      reading(http, { submittedCount: 10, doneCount: 9 }),
      reading(queue, { submittedCount: 11, doneCount: 11 }),
    ]);
    const result = decideResult(input);
    expect(result).toMatchObject({ unaccounted: 1, foreign: 1 });
    expect(formatResult(result)).toMatch(/1 accepted jobs are UNACCOUNTED FOR/);
  });

  it('misses accepted jobs that the tier never counted', () => {
    expect(decideResult(createInput({ [http]: 10 }, [])).unaccounted).toBe(10);
  });

  it('tells how many jobs of unknown outcome the tier has after all', () => {
    const input = createInput({ [http]: 10 }, [reading(http, { submittedCount: 12, doneCount: 12 })]);
    input.tally.unknown = 3;
    const result = decideResult(input);
    expect(result).toMatchObject({ unknownOutcome: 3, unknownStored: 2, foreign: 0, unaccounted: 0 });
    expect(formatResult(result)).toMatch(/3 jobs have an unknown outcome .*; 2 of them/);
  });

  it('accounts for every job wherever it is', () => {
    const amount = fc.nat(1_000);
    fc.assert(
      fc.property(amount, amount, amount, (done, dead, waiting) => {
        const all = done + dead + waiting;
        const readings = [reading(http, { submittedCount: all, doneCount: done, deadCount: dead })];
        const input = createInput({ [http]: all }, readings, { backlog: new Map([[http, waiting]]) });
        expect(decideResult(input)).toMatchObject({ unaccounted: 0, total: { submitted: all, done, dead, waiting } });
      }),
    );
  });
});

describe('what was boosted', () => {
  const readings = [
    reading(http, { submittedCount: 20, doneCount: 20, lateCount: 5, delayBuckets: [[bucketOf(9_000), 20]] }),
    reading(queue, { submittedCount: 4, doneCount: 4, delayBuckets: [[bucketOf(10), 4]] }),
  ];

  it('stands apart from all others', () => {
    const input = createInput({ [http]: 20, [queue]: 4 }, readings, { boosts: new Map([[http, 20]]) });
    const { boosted, total } = decideResult(input);
    expect(boosted.map(({ label, useCases, submitted, lateShare }) => [label, useCases, submitted, lateShare])).toEqual(
      [
        ['boosted', 1, 20, 0.25],
        ['others', 1, 4, 0],
      ],
    );
    expect(total.submitted).toBe(24);
    const lines = formatResult(decideResult(input)).split('\n');
    expect(lines.slice(5, 8).map((line) => line.split(' ')[0])).toEqual(['total', 'boosted', 'others']);
    expect(new Set(lines.slice(0, 8).map(({ length }) => length)).size).toBe(1);
  });

  it('is not told where nothing was', () => {
    expect(decideResult(createInput({ [http]: 20 }, readings)).boosted).toEqual([]);
  });
});

describe('formatResult', () => {
  it('lines up its columns', () => {
    const input = createInput({ [http]: 1_234_567 }, [
      reading(http, { submittedCount: 1_234_567, doneCount: 1_234_567, delayBuckets: [[bucketOf(40), 1_234_567]] }),
    ]);
    const lines = formatResult(decideResult(input)).split('\n');
    expect(new Set(lines.slice(0, 6).map(({ length }) => length)).size).toBe(1);
    expect(lines[2]).toMatch(/^http +1 +1,234,567 +1,234,567 +0 +0 +0 % +40 ms +40 ms +40 ms +0\.0 s$/);
    expect(lines.at(-1)).toBe('Every accepted job is accounted for: done, dead or waiting.');
  });
});

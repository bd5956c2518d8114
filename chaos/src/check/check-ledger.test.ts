import { describe, expect, it } from 'vitest';
import type { Fault, Ledger, Run, SettledRow, ShardEpoch, Submission, Witness } from '../ledger/ledger.ts';
import { checkLedger } from './check-ledger.ts';
import type { Violation } from './verdict.ts';

const ENGINE_A = 100;
const ENGINE_B = 200;
const idOf = (marker: number) => `0000000001${String(marker).padStart(22, '0')}`;

const submission = (marker: number, more: Partial<Submission> = {}): Submission => ({
  marker,
  outcome: 'accepted',
  id: idOf(marker),
  availableAt: 1_000,
  ...more,
});
const run = (marker: number, more: Partial<Run> = {}): Run => ({
  id: idOf(marker),
  attempt: 1,
  epoch: 1,
  token: marker,
  marker,
  startedAt: 2_000,
  endedAt: 2_010,
  isOk: true,
  pid: 101,
  enginePid: ENGINE_A,
  ...more,
});
const settled = (marker: number, more: Partial<SettledRow> = {}): SettledRow => ({
  id: idOf(marker),
  attempt: 1,
  jobCount: 1,
  settler: 'engine_a',
  owner: 'engine_a',
  epoch: 1,
  at: 2_100,
  ...more,
});
const ofA: ShardEpoch = { shard: 0, epoch: 1, owner: 'engine_a', at: 500, isTakeOver: false };
const ofB: ShardEpoch = { shard: 0, epoch: 2, owner: 'engine_b', at: 9_000, isTakeOver: false };
const kill = (pid: number, target: Fault['target'], at: number): Fault => ({
  kind: 'kill',
  target,
  pid,
  from: at,
  to: at,
});

interface Plant {
  readonly submissions?: readonly Submission[];
  readonly runs?: readonly Run[];
  readonly faults?: readonly Fault[];
  readonly witness?: Partial<Witness>;
  readonly refusals?: Readonly<Record<string, number>>;
  readonly looks?: Ledger['looks'];
}

/** Jobs 1 and 2 ran and were settled without an incident, unless said otherwise. */
function ledgerWith({ submissions, runs, faults = [], witness = {}, refusals = {}, looks = [] }: Plant): Ledger {
  return {
    refusals: new Map(Object.entries(refusals)),
    submissions: submissions ?? [submission(1), submission(2)],
    runs: runs ?? [run(1), run(2)],
    faults,
    looks: [{ at: 1_000, wrong: [] }, ...looks],
    engines: new Map([
      [ENGINE_A, 'engine_a'],
      [ENGINE_B, 'engine_b'],
    ]),
    witness: {
      epochs: [ofA, ofB],
      settled: [settled(1), settled(2)],
      dead: [],
      totals: { submitted: 2, done: 2, failed: 0, dead: 0, delayedIn: 0, delayedOut: 0, keptFailures: 0 },
      leftCount: 0,
      ...witness,
    },
  };
}

function found(plant: Plant): Partial<Record<Violation, number>> {
  const { findings, isGood } = checkLedger(ledgerWith(plant));
  const some = Object.entries(findings).filter(([, { count }]) => count > 0);
  expect(isGood).toBe(some.length === 0);
  return Object.fromEntries(some.map(([name, { count }]) => [name, count]));
}

const totals = { submitted: 2, done: 2, failed: 0, dead: 0, delayedIn: 0, delayedOut: 0, keptFailures: 0 };

describe('the checker finds nothing', () => {
  it('where all went well', () => expect(found({})).toEqual({}));

  it('where a request without an answer was stored, or was not', () => {
    const unknown = (marker: number) => submission(marker, { outcome: 'unknown', id: null });
    expect(found({ submissions: [submission(1), unknown(2), unknown(3)] })).toEqual({});
  });

  it('where a repeated request got the same job', () => {
    expect(found({ submissions: [submission(1), submission(2), submission(2)] })).toEqual({});
    const lateAnswer = submission(2, { outcome: 'unknown', id: null });
    expect(found({ submissions: [submission(1), lateAnswer, submission(2)] })).toEqual({});
  });

  it('where a worker was killed between the start and the next delivery', () => {
    const runs = [run(1), run(2, { endedAt: null, isOk: false }), run(2, { token: 9, startedAt: 2_050, pid: 102 })];
    expect(found({ runs, faults: [kill(101, 'worker', 2_005)] })).toEqual({});
  });

  it('where the store was away until the lease had expired', () => {
    const runs = [run(1), run(2), run(2, { epoch: 2, enginePid: ENGINE_B, pid: 201, startedAt: 9_100 })];
    const away: Fault = { kind: 'kill', target: 'postmaster', pid: 7, from: 2_020, to: 8_000 };
    const rows = [settled(1), settled(2, { settler: 'engine_b', owner: 'engine_b', epoch: 2, at: 9_200 })];
    expect(found({ runs, faults: [away], witness: { settled: rows } })).toEqual({});
  });

  it('where a mega-job was taken apart when its process was killed: one ended, the other ran anew', () => {
    const runs = [run(1), run(2, { startedAt: 2_300, endedAt: 2_301, token: 9, pid: 102 })];
    const rows = [settled(1, { jobCount: 2 }), settled(2, { at: 2_400 })];
    expect(found({ runs, witness: { settled: rows } })).toEqual({});
  });

  it('where a failed attempt was followed by the next', () => {
    const runs = [run(1), run(2, { isOk: false }), run(2, { attempt: 2, token: 9, startedAt: 3_000, endedAt: 3_001 })];
    const witness = {
      settled: [settled(1), settled(2), settled(2, { attempt: 2, at: 3_100 })],
      totals: { ...totals, failed: 1, keptFailures: 1, delayedIn: 1, delayedOut: 1 },
    };
    expect(found({ runs, witness })).toEqual({});
  });
});

describe('the checker finds each planted fault', () => {
  it('an accepted job that never ran', () =>
    expect(found({ runs: [run(1)], witness: { totals } })).toMatchObject({ lost: 1 }));

  it('an accepted job that only ran into a kill', () => {
    expect(found({ runs: [run(1), run(2, { endedAt: null, isOk: false })] })).toMatchObject({ lost: 1 });
  });

  it('a job that nobody asked for', () => {
    const witness = { totals: { ...totals, submitted: 3, done: 3 }, settled: [settled(1), settled(2), settled(3)] };
    expect(found({ runs: [run(1), run(2), run(3)], witness })).toEqual({ unexpected: 1 });
  });

  it('a job that was refused and ran', () => {
    const refused = submission(2, { outcome: 'refused', id: null });
    expect(found({ submissions: [submission(1), refused] })).toEqual({ unexpected: 1 });
  });

  it('one submission that became two jobs', () => {
    const twin = run(2, { id: idOf(77), token: 9 });
    const witness = { totals: { ...totals, submitted: 3, done: 3 }, settled: [settled(1), settled(2), settled(77)] };
    expect(found({ runs: [run(1), run(2), twin], witness })).toMatchObject({ doubled: 1 });
  });

  it('a repeated request that got another job', () => {
    const other = submission(2, { id: idOf(77) });
    expect(found({ submissions: [submission(1), submission(2), other] })).toEqual({ doubled: 2, lost: 1 });
  });

  it('a job that is held twice at once', () => {
    const runs = [run(1), run(2), run(2, { token: 9, startedAt: 2_005, pid: 102 })];
    expect(found({ runs, faults: [kill(101, 'worker', 2_004)] })).toEqual({ doubleHeld: 1 });
  });

  it('a lease that was used twice', () => {
    const runs = [run(1), run(2), run(2, { startedAt: 2_050, endedAt: 2_060, pid: 102 })];
    expect(found({ runs, faults: [kill(101, 'worker', 2_020)] })).toEqual({ doubleHeld: 1 });
  });

  it('a run of an engine that does not own the shard', () => {
    expect(found({ runs: [run(1), run(2, { enginePid: ENGINE_B })] })).toEqual({ doubleHeld: 1 });
  });

  it('a run before the shard was taken over', () => {
    const runs = [run(1), run(2, { epoch: 2, enginePid: ENGINE_B, startedAt: 8_999 })];
    const rows = [settled(1), settled(2, { settler: 'engine_b', owner: 'engine_b', epoch: 2, at: 9_200 })];
    expect(found({ runs, witness: { settled: rows } })).toEqual({ doubleHeld: 1 });
  });

  it('a worker without its engine, once another engine owns the shard, and not before', () => {
    const runOf = (startedAt: number) => [run(1), run(2, { enginePid: 1, startedAt, endedAt: startedAt })];
    expect(found({ runs: runOf(2_050) })).toEqual({});
    expect(found({ runs: runOf(9_001) })).toMatchObject({ doubleHeld: 1 });
  });

  it('a result that was taken from a former owner', () => {
    const rows = [settled(1), settled(2, { settler: 'engine_b' })];
    expect(found({ witness: { settled: rows } })).toEqual({ lateAcksAccepted: 1 });
  });

  it('a result of an earlier epoch that was taken in a later one', () => {
    const rows = [settled(1), settled(2, { epoch: 2, at: 9_100 })];
    expect(found({ witness: { settled: rows } })).toEqual({ lateAcksAccepted: 1 });
  });

  it('a start before its time', () => {
    expect(found({ submissions: [submission(1), submission(2, { availableAt: 2_001 })] })).toEqual({ earlyStarts: 1 });
  });

  it('a delivery more than anything accounts for', () => {
    const runs = [run(1), run(2), run(2, { token: 9, startedAt: 2_050, endedAt: 2_060, pid: 102 })];
    expect(found({ runs })).toEqual({ unexplainedRedeliveries: 1 });
    // What happened to others, or long before, accounts for nothing.
    const elsewhere = [kill(999, 'worker', 2_020), kill(101, 'worker', 2_020 - 60_000), kill(7, 'postmaster', 2_020)];
    expect(found({ runs, faults: elsewhere })).toEqual({ unexplainedRedeliveries: 1 });
  });

  it('a delivery again because shards were shared out anew', () => {
    const runs = [
      run(1),
      run(2),
      run(2, { epoch: 2, enginePid: ENGINE_B, pid: 201, startedAt: 9_100, endedAt: 9_101 }),
    ];
    const rows = [settled(1), settled(2, { settler: 'engine_b', owner: 'engine_b', epoch: 2, at: 9_200 })];
    expect(found({ runs, witness: { settled: rows } })).toEqual({ unexplainedRedeliveries: 1 });
  });

  it('a retry of what had succeeded', () => {
    const runs = [run(1), run(2), run(2, { attempt: 2, token: 9, startedAt: 3_000, endedAt: 3_001 })];
    const witness = {
      settled: [settled(1), settled(2), settled(2, { attempt: 2 })],
      totals: { ...totals, failed: 1, keptFailures: 1 },
    };
    expect(found({ runs, witness })).toMatchObject({ unexplainedRedeliveries: 1 });
  });

  it('a run after the end', () => {
    const again = run(2, { token: 9, startedAt: 2_200, endedAt: 2_201, pid: 102 });
    expect(found({ runs: [run(1), run(2), again], faults: [kill(101, 'worker', 2_050)] })).toEqual({ unexpected: 1 });
  });

  it.each([
    ['submitted', { submitted: 3 }],
    ['done', { done: 1 }],
    ['dead', { dead: 1 }],
    ['failed', { failed: 1 }],
    ['delayed', { delayedIn: 1 }],
  ])('a counter that is off: %s', (_, wrong) => {
    expect(found({ witness: { totals: { ...totals, ...wrong } } }).miscounted).toBeGreaterThan(0);
  });

  it('what is left over', () => {
    const witness = { leftCount: 1, totals: { ...totals, done: 1 }, settled: [settled(1)] };
    expect(found({ runs: [run(1)], witness })).toMatchObject({ leftOver: 1, lost: 1 });
  });

  it('an answer that is not honest', () => {
    expect(found({ refusals: { STORE_UNAVAILABLE: 3, OVERLOADED: 1, 'no answer': 2 } })).toEqual({});
    expect(found({ refusals: { INTERNAL: 3 } })).toEqual({ badAnswers: 3 });
  });

  it('a process that ended by itself', () => {
    const fault: Fault = { kind: 'ended-by-itself', target: 'engine', pid: 100, from: 5, to: 5 };
    expect(found({ faults: [fault] })).toEqual({ crashes: 1 });
  });

  it('that rows and counters differed for a moment', () =>
    expect(found({ looks: [{ at: 2_000, wrong: ['dead, against rows: 1, 0'] }] })).toEqual({ unbalanced: 1 }));
});

it('checks a hundred thousand jobs in a moment', () => {
  const markers = Array.from({ length: 100_000 }, (_, index) => index + 1);
  const counts = { ...totals, submitted: markers.length, done: markers.length };
  const ledger = ledgerWith({
    submissions: markers.map((marker) => submission(marker)),
    runs: markers.map((marker) => run(marker)),
    witness: { settled: markers.map((marker) => settled(marker)), totals: counts },
  });
  const beganAt = performance.now();
  expect(checkLedger(ledger).isGood).toBe(true);
  expect(performance.now() - beganAt).toBeLessThan(5_000);
});

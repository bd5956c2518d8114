import { describe, expect, it } from 'vitest';
import type { Lease } from '../queue/lease.ts';
import { systemClock } from '../runtime/clock.ts';
import { createLog } from '../runtime/log.ts';
import { sampleJob } from '../testing/job-samples.ts';
import type { Bundle } from './bundle.ts';
import type { WorkerMessage } from './protocol.ts';
import type { WorkerProcessOptions } from './worker-process-port.ts';
import { WorkerSlot } from './worker-slot.ts';

const useCase = { name: 'any', handler: 'any', timeoutMs: 100, memoryLimitMb: 64 };

const leaseOf = (tie: number): Lease => ({ job: sampleJob(tie), token: tie, epoch: 1 });

function bundleOf(...ties: number[]): Bundle {
  const leases = ties.map(leaseOf);
  return { useCase, leases } as unknown as Bundle;
}

/** A slot whose processes say and do only what the test makes them. */
function slotWith() {
  const processes: WorkerProcessOptions[] = [];
  const blamed: string[] = [];
  const givenBack: { count: number; isSuspect: boolean }[] = [];
  const freed = { count: 0 };
  let elapsed = 0;
  let begun = 0;
  const soon: (() => void)[] = [];
  const slot = new WorkerSlot({
    slot: 0,
    handlersDir: '',
    clock: { ...systemClock, elapsed: () => elapsed, soon: (callback) => void soon.push(callback) },
    log: createLog('test', 'silent'),
    storeNow: () => 0,
    workerNow: () => 0,
    startProcess: (options) => {
      processes.push(options);
      const nothing = () => undefined;
      const living = { send: nothing, cancel: nothing, begun: () => begun, recall: () => begun, memoryMb: () => 0 };
      return { ...living, kill: nothing, killAndWait: async () => undefined };
    },
    events: {
      onResults: (results) => blamed.push(...results.map(({ result }) => result.failure?.code ?? 'done')),
      onGivenBack: (leases, { isSuspect }) => givenBack.push({ count: leases.length, isSuspect }),
      onSlotFreed: () => {
        freed.count += 1;
      },
    },
  });
  const say = (message: WorkerMessage) => processes.at(-1)?.onMessage(message);
  const die = (which = processes.length - 1, outOfMemoryAtMb: number | null = null) =>
    processes[which]?.onExit({ code: null, signal: 'SIGKILL', output: '', outOfMemoryAtMb, begun });
  /** The process takes on the bundle of this number. */
  const begin = (no: number) => {
    begun = no;
  };
  const pass = (ms: number) => {
    elapsed += ms;
  };
  /** What was left for after the news of this turn of the event loop. */
  const endTurn = () => {
    for (const callback of soon.splice(0)) callback();
  };
  return { slot, say, die, begin, pass, endTurn, processes, blamed, givenBack, freed };
}

describe('a slot whose process dies', () => {
  it('blames the one job that it had taken', () => {
    const { slot, say, die, begin, blamed } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    begin(1);
    die();
    expect(blamed).toEqual(['WORKER_DIED']);
  });

  it('gives back, without suspicion, the one job that had not reached it', () => {
    const { slot, say, die, blamed, givenBack } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    die();
    expect([blamed, givenBack]).toEqual([[], [{ count: 1, isSuspect: false }]]);
  });

  it('blames a job that the system ended for its memory, and not one that had not reached it', () => {
    const { slot, say, die, begin, blamed, givenBack } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    begin(1);
    die(0, 300);
    slot.run(bundleOf(2));
    say({ kind: 'ready' });
    die(1, 300);
    expect([blamed, givenBack]).toEqual([['MEMORY_EXCEEDED'], [{ count: 1, isSuspect: false }]]);
  });

  it('gives back several, of which any may be the one', () => {
    const { slot, say, die, givenBack } = slotWith();
    slot.run(bundleOf(1, 2));
    say({ kind: 'ready' });
    die();
    expect(givenBack).toEqual([{ count: 2, isSuspect: true }]);
  });

  it('sends nothing to a process that is being ended', () => {
    const { slot, say, die, begin, pass, endTurn, processes, blamed, givenBack } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    begin(1);
    pass(10_000);
    slot.watch();
    endTurn();
    const ended = { from: 0, failures: new Map(), cpuMs: 0, memoryMb: 0, isLast: true };
    say({ kind: 'results', startedAts: new Float64Array(1), runMs: new Float64Array(1), ...ended });
    slot.run(bundleOf(2));
    expect(processes.length).toBe(2);
    die(0);
    expect([blamed, givenBack]).toEqual([['done'], []]);
  });

  it('calls nothing late before it has heard what happened while the engine stood still', () => {
    const { slot, say, die, begin, pass, endTurn, blamed } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    begin(1);
    pass(10_000);
    slot.watch();
    die();
    endTurn();
    expect(blamed).toEqual(['WORKER_DIED']);
  });
});

describe('a slot with several bundles in hand', () => {
  const results = { kind: 'results', from: 0, failures: new Map(), cpuMs: 0, memoryMb: 0, isLast: true } as const;
  const done = { ...results, startedAts: new Float64Array(1), runMs: new Float64Array(1) };

  it('is free when the last of them has ended, and takes results in their order', () => {
    const { slot, say, begin, freed, blamed } = slotWith();
    for (const tie of [1, 2]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(1);
    say(done);
    expect([blamed, freed.count]).toEqual([['done'], 0]);
    begin(2);
    say(done);
    expect([blamed, freed.count]).toEqual([['done', 'done'], 1]);
  });

  it('recalls what waits behind one that takes long, and only what has not begun', () => {
    const { slot, say, begin, pass, givenBack, freed } = slotWith();
    for (const tie of [1, 2, 3]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(1);
    pass(20);
    slot.watch();
    expect(givenBack).toEqual([]);
    // What the engine has not heard yet.
    begin(2);
    pass(20);
    slot.watch();
    slot.watch();
    expect(givenBack).toEqual([{ count: 1, isSuspect: false }]);
    expect(slot.has(leaseOf(3))).toBe(false);
    say(done);
    say(done);
    expect(freed.count).toBe(1);
  });

  it('recalls nothing before the first has begun', () => {
    const { slot, say, pass, givenBack } = slotWith();
    for (const tie of [1, 2]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    pass(90);
    slot.watch();
    expect(givenBack).toEqual([]);
  });

  it('takes back what was passed over, and only where it was recalled', () => {
    const { slot, say, begin, pass, givenBack, freed } = slotWith();
    for (const tie of [1, 2]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(1);
    say({ kind: 'passed', no: 2 });
    expect(givenBack).toEqual([]);
    pass(30);
    begin(2);
    slot.watch();
    say(done);
    say({ kind: 'passed', no: 2 });
    expect([givenBack, freed.count]).toEqual([[{ count: 1, isSuspect: false }], 1]);
  });

  it('blames the one that had begun when the process died, and gives back the others', () => {
    const { slot, say, begin, die, blamed, givenBack, freed } = slotWith();
    for (const tie of [1, 2, 3]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(2);
    die();
    expect(blamed).toEqual(['WORKER_DIED']);
    expect(givenBack).toEqual([
      { count: 1, isSuspect: false },
      { count: 1, isSuspect: false },
    ]);
    expect(freed.count).toBe(1);
  });

  it('blames the first when it is ended for its time, and gives back the others', () => {
    const { slot, say, begin, die, pass, endTurn, blamed, givenBack } = slotWith();
    for (const tie of [1, 2]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(1);
    pass(10_000);
    slot.watch();
    endTurn();
    die();
    expect([blamed, givenBack]).toEqual([['TIMEOUT'], [{ count: 1, isSuspect: false }]]);
  });

  it('blames nobody when the one for which the process is ended has ended in the meantime', () => {
    const { slot, say, begin, die, pass, endTurn, blamed, givenBack } = slotWith();
    for (const tie of [1, 2]) slot.run(bundleOf(tie));
    say({ kind: 'ready' });
    begin(1);
    pass(10_000);
    slot.watch();
    endTurn();
    say(done);
    begin(2);
    die();
    expect([blamed, givenBack]).toEqual([['done'], [{ count: 1, isSuspect: false }]]);
  });
});

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

function bundleOf(...ties: number[]): Bundle {
  const leases = ties.map((tie): Lease => ({ job: sampleJob(tie), token: tie, epoch: 1 }));
  return { useCase, leases } as unknown as Bundle;
}

/** A slot whose processes say and do only what the test makes them. */
function slotWith() {
  const processes: WorkerProcessOptions[] = [];
  const blamed: string[] = [];
  const givenBack: { count: number; isSuspect: boolean }[] = [];
  let elapsed = 0;
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
      return { send: nothing, cancel: nothing, kill: nothing, killAndWait: async () => undefined, memoryMb: () => 0 };
    },
    events: {
      onResults: (results) => blamed.push(...results.map(({ result }) => result.failure?.code ?? 'done')),
      onGivenBack: (leases, { isSuspect }) => givenBack.push({ count: leases.length, isSuspect }),
      onSlotFreed: () => undefined,
    },
  });
  const say = (message: WorkerMessage) => processes.at(-1)?.onMessage(message);
  const die = (which = processes.length - 1, outOfMemoryAtMb: number | null = null) =>
    processes[which]?.onExit({ code: null, signal: 'SIGKILL', output: '', outOfMemoryAtMb });
  const pass = (ms: number) => {
    elapsed += ms;
  };
  /** What was left for after the news of this turn of the event loop. */
  const endTurn = () => {
    for (const callback of soon.splice(0)) callback();
  };
  return { slot, say, die, pass, endTurn, processes, blamed, givenBack };
}

describe('a slot whose process dies', () => {
  it('blames the one job that it had taken', () => {
    const { slot, say, die, blamed } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    say({ kind: 'taken' });
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
    const { slot, say, die, blamed, givenBack } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    say({ kind: 'taken' });
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
    const { slot, say, die, pass, endTurn, processes, blamed, givenBack } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    say({ kind: 'taken' });
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
    const { slot, say, die, pass, endTurn, blamed } = slotWith();
    slot.run(bundleOf(1));
    say({ kind: 'ready' });
    say({ kind: 'taken' });
    pass(10_000);
    slot.watch();
    die();
    endTurn();
    expect(blamed).toEqual(['WORKER_DIED']);
  });
});

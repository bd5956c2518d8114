import { GATES } from '@leeway/domain/wait-reason';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charge, fullBalance, refillBalance, waitForBalance } from './cpu-quota.ts';
import { decideAdmission, type GateFacts, readGates } from './gates.ts';

const open: GateFacts = {
  now: 1_000,
  criticality: 'normal',
  criticalityFloor: null,
  isPaused: false,
  cpuQuota: null,
  meanCpuMs: 10,
  memoryLimitMb: 64,
  heldMemoryMb: 0,
  poolMemoryMb: 256,
  runningCount: 0,
  concurrencyLimit: null,
  downstreams: [],
  slowStart: null,
  timeShift: null,
  slotCount: 2,
  isClogged: false,
};
const owing = { perSecond: 200, balance: { cpuMs: -100, at: 1_000 } };
const ill = { name: 'orders', limitPerSecond: 10, startsLeft: -1, startedPerSecond: 10 };

/** What closes each gate, in the order in which they are asked. */
const CLOSERS: readonly Partial<GateFacts>[] = [
  { criticality: 'low', criticalityFloor: 'high' },
  { isPaused: true },
  { cpuQuota: owing },
  { heldMemoryMb: 200 },
  { concurrencyLimit: 3, runningCount: 3 },
  { downstreams: [ill] },
  { slowStart: { windowAt: 0, count: 100, limit: 100, pieces: [], earlier: [] } },
  { timeShift: { perSecond: 0, balance: fullBalance(0) } },
  { slotCount: 0 },
  { isClogged: true },
];
const CLOSED = ['incidentMode', 'paused', 'cpuQuota', 'memory', 'concurrency', 'downstream', 'slowStart', 'timeShift'];

describe('the gates', () => {
  it('let through what nothing forbids', () => {
    expect(decideAdmission(open)).toEqual({ isAdmitted: true, allowance: Number.POSITIVE_INFINITY });
  });

  it('are asked in order: the first that is closed is the reason, and all are told', () => {
    const order = [...CLOSED, 'noWorker', 'flowControl'];
    for (let first = 0; first < CLOSERS.length; first++) {
      const facts = Object.assign({}, open, ...CLOSERS.slice(first)) as GateFacts;
      const admission = decideAdmission(facts);
      expect(admission.isAdmitted ? null : admission.closed.gate).toBe(order[first]);
      expect(readGates(facts).filter(({ isOpen }) => !isOpen).length).toBe(CLOSERS.length - first);
    }
    const places = readGates(open).map(({ gate }) => GATES.indexOf(gate));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('say when they open', () => {
    const opensAt = (facts: Partial<GateFacts>) => {
      const admission = decideAdmission({ ...open, ...facts });
      return admission.isAdmitted ? 'open' : admission.closed.opensAt;
    };
    expect(opensAt({ cpuQuota: owing })).toBeCloseTo(1_501, 5);
    expect(opensAt({ downstreams: [ill] })).toBeCloseTo(1_101, 5);
    expect(opensAt({ slowStart: { windowAt: 500, count: 120, limit: 120, pieces: [], earlier: [] } })).toBe(60_500);
    expect(opensAt({ slowStart: { windowAt: 500, count: 119, limit: 120, pieces: [], earlier: [] } })).toBe(59_500);
    expect(opensAt({ slowStart: { windowAt: 500, count: 99, limit: 120, pieces: [], earlier: [] } })).toBe('open');
    expect(opensAt({ isPaused: true })).toBeNull();
  });

  it('a use case that needs more memory than there is runs alone', () => {
    const wide = { memoryLimitMb: 1_000 };
    expect(decideAdmission({ ...open, ...wide }).isAdmitted).toBe(true);
    expect(decideAdmission({ ...open, ...wide, heldMemoryMb: 1 }).isAdmitted).toBe(false);
  });

  it('a higher limit never closes a gate that a lower one leaves open', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 20 }), fc.nat(20), (runningCount, concurrencyLimit, more) => {
        const facts = { ...open, runningCount };
        if (decideAdmission({ ...facts, concurrencyLimit }).isAdmitted)
          expect(decideAdmission({ ...facts, concurrencyLimit: concurrencyLimit + more }).isAdmitted).toBe(true);
      }),
    );
  });
});

describe('a CPU quota', () => {
  it('r = Q / mean: 2,000 CPU ms/s and 400 ms a job are 5 jobs a second', () => {
    expect(runQuota({ perSecond: 2_000, costMs: 400, forMs: 60_000, slots: 100 }) / 60).toBeCloseTo(5, 0);
  });

  it('is exceeded by no more than its credit and what runs, however dear jobs are and whatever the clock does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 4_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: 1, max: 8 }),
        (perSecond, costMs, slots) => {
          const forMs = 20_000;
          const used = runQuota({ perSecond, costMs, forMs, slots }) * costMs;
          expect(used).toBeLessThanOrEqual((perSecond * forMs) / 1_000 + perSecond / 2 + slots * costMs);
          // It is used up as well, where there are slots for it.
          const possible = Math.min((perSecond * forMs) / 1_000, slots * forMs);
          expect(used).toBeGreaterThanOrEqual(possible - slots * costMs - perSecond / 10);
        },
      ),
    );
  });

  it('a clock that goes back makes no credit', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2 }), (instants) => {
        let balance = charge(refillBalance(fullBalance(0), 100, 0), 10_000);
        const before = balance.cpuMs;
        let latest = 0;
        for (const now of instants) {
          balance = refillBalance(balance, 100, Math.max(latest, now));
          latest = Math.max(latest, now);
        }
        expect(balance.cpuMs - before).toBeLessThanOrEqual((100 * latest) / 1_000 + 1e-6);
      }),
    );
  });
});

/** How many jobs end in time where each takes its CPU in one go, on so many slots. */
function runQuota(plan: { perSecond: number; costMs: number; forMs: number; slots: number }): number {
  const { perSecond, costMs, forMs, slots } = plan;
  let balance = refillBalance(fullBalance(0), perSecond, 0);
  const busyUntil = Array.from({ length: slots }, () => 0);
  let started = 0;
  for (let now = 0; now < forMs; now++) {
    balance = refillBalance(balance, perSecond, now);
    for (const [slot, until] of busyUntil.entries()) {
      if (until > now || waitForBalance(balance, perSecond) > 0) continue;
      balance = charge(balance, costMs);
      busyUntil[slot] = now + costMs;
      started += 1;
    }
  }
  return started;
}

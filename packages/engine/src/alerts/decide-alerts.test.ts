import { describe, expect, it } from 'vitest';
import { decideAlerts, type UseCaseFacts } from './decide-alerts.ts';

const calm: UseCaseFacts = {
  no: 1,
  name: 'receipts',
  isKeptBack: false,
  delayToleranceMs: 60_000,
  submittedCount: 1_000,
  doneCount: 1_000,
  deadCount: 0,
  lateCount: 0,
  entitledMs: 0,
  receivedMs: 0,
  backloggedMs: 0,
  quotaMs: 0,
  waitingCount: 3,
  arrivedCount: 1_000,
  headWaitedMs: 5,
  isRunning: true,
};
const STALLED = { doneCount: 0, submittedCount: 1, arrivedCount: 1, waitingCount: 2, headWaitedMs: 600_001 };
const rulesOf = (facts: Partial<UseCaseFacts>) => decideAlerts([{ ...calm, ...facts }], []).map(({ rule }) => rule);

describe('decideAlerts', () => {
  it.each<[string[], Partial<UseCaseFacts>]>([
    [[], {}],
    [['overQuota'], { quotaMs: 150_000 }],
    [[], { quotaMs: 149_999 }],
    [['toleranceBurning'], { lateCount: 60 }],
    [[], { lateCount: 9, doneCount: 10 }],
    [['deadJobs'], { deadCount: 1 }],
    [['backlogWontDrain'], { waitingCount: 5_000, submittedCount: 2_000 }],
    [['backlogWontDrain'], { waitingCount: 5_000, doneCount: 1_100 }],
    [[], { waitingCount: 99, submittedCount: 2_000 }],
    [[], { waitingCount: 5_000, doneCount: 7_000 }],
    [[], { waitingCount: 5_000, submittedCount: 2_000, isKeptBack: true }],
    [['entitlementMissed'], { backloggedMs: 200_000, entitledMs: 1_000, receivedMs: 700 }],
    [[], { backloggedMs: 100_000, entitledMs: 1_000, receivedMs: 700 }],
    [[], { backloggedMs: 200_000, entitledMs: 1_000, receivedMs: 900 }],
    [['stalledUseCase'], STALLED],
    [[], { ...STALLED, isKeptBack: true }],
    [[], { ...STALLED, deadCount: 0, doneCount: 1 }],
    [[], { ...STALLED, arrivedCount: 2 }],
    [[], { ...STALLED, headWaitedMs: 600_000 }],
    [[], { ...STALLED, delayToleranceMs: 3_600_000 }],
  ])('%j of %j', (rules, facts) => expect(rulesOf(facts)).toEqual(rules));

  it('says with numbers what a person can do', () => {
    const [alert] = decideAlerts([{ ...calm, waitingCount: 5_000, doneCount: 1_100 }], []);
    expect(alert?.message).toBe(
      '5000 jobs wait, more than can start within the delay tolerance: at this rate that takes 500 minutes',
    );
    const cut = { id: 'ds_1', name: 'orders', signalCount: 12, limitPerSecond: 2.5 };
    expect(decideAlerts([], [cut])).toMatchObject([
      {
        rule: 'downstreamCut',
        subject: 'orders',
        downstreamId: 'ds_1',
        message: expect.stringContaining('2.5 starts'),
      },
    ]);
  });
});

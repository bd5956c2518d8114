import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import { steadily, withSpike } from '../generate-arrivals.ts';
import { NEIGHBOURS, planWith } from './neighbours.ts';
import { barOnDelays, barOnFigure, barOnShares, type Outcome, othersThan, type Scenario } from './scenario.ts';

const NAME = 'fraud-check';
const FILLER = 'backfill';
const QUOTA_MS_PER_SECOND = 1_000;
const FACTOR = 3;
const FROM_MS = 20 * MINUTE_MS;
const TO_MS = 40 * MINUTE_MS;

export const incident: Scenario = {
  name: 'incident',
  about: 'a backfill keeps the pool full; a use case with a CPU quota gets three times of it for twenty minutes',
  plan: () => {
    const traffic = withSpike(3, { times: 5, fromMs: FROM_MS - 2 * MINUTE_MS, toMs: TO_MS });
    const granted = {
      delayToleranceMs: 30_000,
      criticality: 'high',
      cpuQuotaMsPerSecond: QUOTA_MS_PER_SECOND,
    } as const;
    const patient = { delayToleranceMs: 24 * HOUR_MS, criticality: 'low' } as const;
    const sketches = [
      ...NEIGHBOURS,
      { name: FILLER, runMs: 2_000, cpuShare: 0.5, policy: patient, ...steadily(40) },
      { name: NAME, runMs: 500, cpuShare: 0.5, policy: granted, ...traffic },
    ];
    const amounts = { cpuQuota: { factor: FACTOR } };
    const grant = { id: 'grant_1', useCaseNo: sketches.length, amounts, startsAt: FROM_MS, endsAt: TO_MS };
    return planWith('incident', sketches, { untilMs: HOUR_MS, grants: [grant] });
  },
  judge: (outcome) => {
    const during = cpuPerSecond(outcome, FROM_MS + 2 * MINUTE_MS, TO_MS) / (FACTOR * QUOTA_MS_PER_SECOND);
    const after = cpuPerSecond(outcome, TO_MS + MINUTE_MS, HOUR_MS) / QUOTA_MS_PER_SECOND;
    return [
      barOnFigure('the granted use case uses 0.95 to 1.05 of its grant while it is in force', {
        value: during,
        isMet: during >= 0.95 && during <= 1.05,
      }),
      barOnFigure('and at most 1.05 of its quota afterwards', { value: after, isMet: after <= 1.05 && after > 0.9 }),
      barOnDelays(othersThan(outcome.report, NAME)),
      barOnShares(othersThan(outcome.report, NAME, FILLER)),
    ];
  },
};

function cpuPerSecond({ record, report }: Outcome, fromMs: number, toMs: number): number {
  const index = report.useCases.findIndex(({ name }) => name === NAME);
  const minutes = record.book.cpuMsOf[index]?.subarray(fromMs / MINUTE_MS, toMs / MINUTE_MS) ?? [];
  let cpuMs = 0;
  for (const each of minutes) cpuMs += each;
  return cpuMs / ((toMs - fromMs) / SECOND_MS);
}

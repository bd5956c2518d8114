import { DAY_MS, MINUTE_MS } from '@leeway/domain/units';
import { daily } from '../generate-arrivals.ts';
import type { UseCaseSketch } from './build-use-case.ts';
import { planWith } from './neighbours.ts';
import { type Bar, barOnFigure, type Scenario } from './scenario.ts';

/** Received calls of XFaaS (SOSP 2023, figure 2): the peak is 4.3 times the trough. */
const PEAK_TO_TROUGH = 4.3;
/** What XFaaS executed (§5.2): peak to trough 1.4, daily average of CPU utilisation 66 %. */
const MOST_PEAK_TO_TROUGH = 1.4;
const LEAST_UTILISATION = 0.66;
const SLOTS = 120;
const RESERVED_COUNT = 8;
const OPPORTUNISTIC_COUNT = 4;
const RUN_MS = 30_000;

/** Parts of the pool that the whole day needs on average. */
const RESERVED_SHARE = 0.38;
const OPPORTUNISTIC_SHARE = 0.36;

export const diurnal: Scenario = {
  name: 'diurnal',
  about: `two days whose busiest hour brings ${PEAK_TO_TROUGH} times what the quietest does; half of it may wait 24 h; the second day is measured`,
  plan: () =>
    planWith('diurnal', [...reserved(), ...opportunistic()], {
      fleet: { slotCount: SLOTS, cpuCount: SLOTS, memoryMb: SLOTS * 256 },
      untilMs: 2 * DAY_MS,
      measureFromMs: DAY_MS,
    }),
  judge: ({ report: { pool, useCases } }): Bar[] => {
    const lateCount = useCases.reduce((sum, each) => sum + (each.quotaKind === 'reserved' ? each.lateCount : 0), 0);
    const deferredLate = useCases.reduce((sum, each) => sum + (each.quotaKind === 'reserved' ? 0 : each.lateCount), 0);
    const peakToTrough = pool.peakToTrough ?? Number.POSITIVE_INFINITY;
    const { cpuUtilisation } = pool;
    return [
      barOnFigure(`executed CPU, peak hour to trough hour, at most ${MOST_PEAK_TO_TROUGH}`, {
        value: peakToTrough,
        isMet: peakToTrough <= MOST_PEAK_TO_TROUGH,
      }),
      barOnFigure(`mean CPU utilisation of the day at least ${LEAST_UTILISATION}`, {
        value: cpuUtilisation,
        isMet: cpuUtilisation >= LEAST_UTILISATION,
      }),
      barOnFigure('no reserved job is late', { value: lateCount, unit: ' late', isMet: lateCount === 0 }),
      barOnFigure('no opportunistic job starts after 24 h', {
        value: deferredLate,
        unit: ' late',
        isMet: deferredLate === 0,
      }),
    ];
  },
};

function reserved(): UseCaseSketch[] {
  const perSecond = (SLOTS * RESERVED_SHARE * 1_000) / RUN_MS / RESERVED_COUNT;
  return Array.from({ length: RESERVED_COUNT }, (_, index) => ({
    name: `reserved-${index + 1}`,
    runMs: RUN_MS,
    cpuShare: 1,
    policy: { delayToleranceMs: 5 * MINUTE_MS, timeoutMs: 10 * MINUTE_MS },
    ...daily(perSecond, PEAK_TO_TROUGH),
  }));
}

function opportunistic(): UseCaseSketch[] {
  const perSecond = (SLOTS * OPPORTUNISTIC_SHARE * 1_000) / RUN_MS / OPPORTUNISTIC_COUNT;
  return Array.from({ length: OPPORTUNISTIC_COUNT }, (_, index) => ({
    name: `opportunistic-${index + 1}`,
    runMs: RUN_MS,
    cpuShare: 1,
    policy: { delayToleranceMs: DAY_MS, quotaKind: 'opportunistic', timeoutMs: 10 * MINUTE_MS } as const,
    ...daily(perSecond, PEAK_TO_TROUGH),
  }));
}

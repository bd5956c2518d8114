import type { PoolSize } from '../../../capacity/dominant-share.ts';
import { steadily } from '../generate-arrivals.ts';
import type { SimulationPlan } from '../simulation-plan.ts';
import { buildUseCases, type UseCaseSketch } from './build-use-case.ts';

/** The pool of the scenarios in which somebody misbehaves. */
const FLEET: PoolSize = { slotCount: 32, cpuCount: 16, memoryMb: 32 * 256 };

/** Ordinary use cases of several teams: together they keep 13 of 32 slots busy. */
export const NEIGHBOURS: readonly UseCaseSketch[] = [
  sketch('webhooks', { perSecond: 10, runMs: 100, delayToleranceMs: 5_000, criticality: 'high' }),
  sketch('receipts', { perSecond: 4, runMs: 400, delayToleranceMs: 10_000, criticality: 'high' }),
  sketch('ledger', { perSecond: 2, runMs: 500, delayToleranceMs: 15_000, criticality: 'critical' }),
  sketch('search-index', { perSecond: 6, runMs: 500, delayToleranceMs: 30_000, criticality: 'normal' }),
  sketch('thumbnails', { perSecond: 3, runMs: 1_000, delayToleranceMs: 60_000, criticality: 'normal' }),
  sketch('reports', { perSecond: 0.2, runMs: 10_000, delayToleranceMs: 600_000, criticality: 'low' }),
  sketch('exports', { perSecond: 0.05, runMs: 30_000, delayToleranceMs: 1_800_000, criticality: 'low' }),
];

interface Plain {
  readonly perSecond: number;
  readonly runMs: number;
  readonly delayToleranceMs: number;
  readonly criticality: 'critical' | 'high' | 'normal' | 'low';
}

function sketch(name: string, { perSecond, runMs, ...policy }: Plain): UseCaseSketch {
  return { name, runMs, cpuShare: 0.5, policy, ...steadily(perSecond) };
}

/** Neighbours, and who disturbs them. */
export function planWith(
  name: string,
  sketches: readonly UseCaseSketch[],
  more: Partial<SimulationPlan> & { readonly untilMs: number },
): SimulationPlan {
  const useCases = buildUseCases(sketches, { seed: name, untilMs: more.untilMs });
  const rest = { downstreams: [], grants: [], incidentModes: [], measureFromMs: 0, seed: name };
  return { fleet: FLEET, useCases, ...rest, ...more };
}

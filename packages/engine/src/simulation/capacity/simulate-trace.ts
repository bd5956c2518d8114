import { readTrace } from '@leeway/trace/read-trace';
import { MINUTES_PER_DAY, type TraceFunction } from '@leeway/trace/trace-function';
import { type BottleneckReport, findBottleneck } from './find-bottleneck.ts';
import type { SimulateOptions } from './options.ts';
import { applyPolicy, type PolicyFile, readPolicyFile } from './policy-file.ts';
import type { SimulationProgress } from './progress.ts';
import { reportSimulation, type SimulationReport } from './report-simulation.ts';
import { TIERS } from './scenarios/run-scenario.ts';
import { simulateCapacity } from './simulate-capacity.ts';
import { SimulationError } from './simulation-error.ts';
import type { SimulationPlan } from './simulation-plan.ts';
import { fleetFor, useCasesOf } from './trace-use-cases.ts';

const MINUTE_MS = 60_000;

export interface GrowthResult {
  readonly growth: number;
  readonly report: SimulationReport;
  readonly bottleneck: BottleneckReport;
  readonly tookMs: number;
}

export interface TraceSimulation {
  readonly file: string;
  readonly options: SimulateOptions;
  readonly progress: SimulationProgress;
  readonly say: (text: string) => void;
}

/**
 * Plays a recorded day on one fleet: as it was, and grown.
 * @throws TraceError naming file, line and column; SimulationError
 */
export async function* simulateTrace({ file, options, progress, say }: TraceSimulation): AsyncGenerator<GrowthResult> {
  const functions: TraceFunction[] = [];
  for await (const traced of readTrace(file, { onWarning: (text) => say(`Note: ${text}`) })) functions.push(traced);
  const invoked = functions.filter(({ minuteCounts }) => minuteCounts.some((count) => count > 0));
  if (invoked.length === 0) throw new SimulationError(`${file}: no function was invoked on this day.`);
  const policy = options.policy === null ? null : await readPolicyFile(options.policy);
  const fleet = options.fleet ?? fleetFor(invoked, options);
  const chosen = options.fleet === null ? ' (three quarters busy in the busiest hour as recorded)' : '';
  say(
    `${invoked.length} use cases on ${fleet.slotCount} slots, ${fleet.cpuCount} cores, ${fleet.memoryMb} MiB${chosen}.`,
  );
  for (const growth of options.growths) {
    const plan = planDay(useCasesOf(invoked, options, growth), { fleet, policy, seed: options.seed });
    const startedAt = performance.now();
    progress.begin(`${growth}×`, plan.untilMs);
    const record = simulateCapacity(plan, TIERS[options.tier](plan), { onProgress: progress.show });
    progress.end();
    const report = reportSimulation(record);
    yield { growth, report, bottleneck: findBottleneck(report, plan), tookMs: performance.now() - startedAt };
  }
}

function planDay(
  useCases: SimulationPlan['useCases'],
  {
    fleet,
    policy,
    seed,
  }: Pick<SimulationPlan, 'fleet'> & { readonly policy: PolicyFile | null; readonly seed: number },
): SimulationPlan {
  const none = { downstreams: [], grants: [], incidentModes: [] };
  const untilMs = MINUTES_PER_DAY * MINUTE_MS;
  const plan = { fleet, useCases, ...none, untilMs, measureFromMs: 0, seed: String(seed) };
  return policy === null ? plan : applyPolicy(plan, policy);
}

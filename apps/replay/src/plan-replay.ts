import { formatClock, formatCount } from '@leeway/domain/format-figures';
import { meanDuration } from '@leeway/trace/interpolate-duration';
import { boostUseCases } from './boost-use-cases.ts';
import { countInvocations, loadTrace, requireInvocations } from './load-trace.ts';
import type { ReplayOptions } from './options.ts';
import { type PlannedUseCase, planUseCases } from './plan-use-cases.ts';
import type { Progress } from './progress.ts';

const MINUTE_MS = 60_000;

/**
 * Reads the trace and plans a use case for every function that was invoked in the window; says what is to be expected.
 * @throws TraceError, ReplayError
 */
export async function planReplay(options: ReplayOptions, progress: Progress): Promise<PlannedUseCase[]> {
  const { functions, warnings } = await loadTrace(options.trace);
  for (const warning of warnings) progress.say(`Note: ${warning}`);
  const planned = boostUseCases(planUseCases(functions, options), options.boosts).filter(
    ({ traced }) => countInvocations(traced, options) > 0,
  );
  const count = planned.reduce((sum, { traced }) => sum + countInvocations(traced, options), 0);
  requireInvocations(count, options);
  progress.say(describePlan(options, planned, { functionCount: functions.length, count }));
  return planned;
}

function describePlan(
  options: ReplayOptions,
  planned: readonly PlannedUseCase[],
  { functionCount, count }: { readonly functionCount: number; readonly count: number },
): string {
  const takesMs = ((options.toMinute - options.fromMinute) * MINUTE_MS) / options.speed;
  const cpuMs = planned.reduce(
    (sum, { traced }) => sum + countInvocations(traced, options) * meanDuration(traced.durations) * options.cpuScale,
    0,
  );
  const teams = new Set(planned.map(({ registration }) => registration.team)).size;
  return [
    `${formatCount(planned.length)} of ${formatCount(functionCount)} functions of ${formatCount(teams)} owners were invoked, ` +
      `${formatCount(count)} times in ${options.toMinute - options.fromMinute} minutes.`,
    `At ${options.speed}× this takes ${formatClock(takesMs)}: ${formatCount((count * 1_000) / takesMs)} jobs/s on average, ` +
      `about ${formatCount(cpuMs / 1_000)} s of CPU (${(cpuMs / takesMs).toFixed(2)} cores).`,
  ].join('\n');
}

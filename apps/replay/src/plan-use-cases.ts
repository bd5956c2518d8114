import { LIMITS, USE_CASE_DEFAULTS } from '@leeway/domain/limits';
import type { UseCaseRegistration } from '@leeway/domain/use-case';
import { longestDuration } from '@leeway/trace/interpolate-duration';
import { nameFunctions } from '@leeway/trace/name-functions';
import type { TraceFunction } from '@leeway/trace/trace-function';
import { TRIGGER_POLICIES } from '@leeway/trace/trigger-policy';
import { ReplayError } from './replay-error.ts';

const HANDLER = 'synthetic';

/** Room for the handler's own code and rubbish that is not collected yet. */
const MEMORY_ROOM_MB = 64;
const MEMORY_STEP_MB = 32;
/** A job may take so many times its longest planned CPU time before it is ended: the machine is shared. */
const TIMEOUT_FACTOR = 10;

export interface PlannedUseCase {
  readonly traced: TraceFunction;
  readonly registration: UseCaseRegistration;
}

export interface Scales {
  readonly cpuScale: number;
  readonly memoryScale: number;
}

/**
 * One use case per function, owned by one team per owner. Names are unique and the same for every window of a trace.
 * @throws ReplayError where a scale makes a job larger than the tier allows
 */
export function planUseCases(functions: readonly TraceFunction[], scales: Scales): PlannedUseCase[] {
  const names = nameFunctions(functions);
  return functions.map((traced, index) => ({
    traced,
    registration: {
      name: names[index]?.useCase ?? traced.name,
      team: names[index]?.team ?? traced.owner,
      description: `Replays a recorded Azure function that was triggered by ${traced.trigger}`,
      handler: HANDLER,
      ...USE_CASE_DEFAULTS,
      ...TRIGGER_POLICIES[traced.trigger],
      timeoutMs: timeoutOf(traced, scales.cpuScale),
      memoryLimitMb: memoryLimitOf(traced, scales.memoryScale),
    },
  }));
}

function timeoutOf(traced: TraceFunction, cpuScale: number): number {
  const longestMs = longestDuration(traced.durations) * cpuScale;
  if (longestMs > LIMITS.timeoutMs.max) {
    const most = LIMITS.timeoutMs.max / longestDuration(traced.durations);
    throw new ReplayError(
      `--cpu-scale ${cpuScale} makes jobs of function ${traced.name} longer than the tier's limit of ` +
        `${LIMITS.timeoutMs.max} ms; give at most ${most.toPrecision(3)}.`,
    );
  }
  return Math.min(LIMITS.timeoutMs.max, Math.max(USE_CASE_DEFAULTS.timeoutMs, Math.ceil(longestMs * TIMEOUT_FACTOR)));
}

function memoryLimitOf(traced: TraceFunction, memoryScale: number): number {
  const needed = traced.memoryMb * memoryScale + MEMORY_ROOM_MB;
  if (needed > LIMITS.memoryLimitMb.max) {
    const most = (LIMITS.memoryLimitMb.max - MEMORY_ROOM_MB) / traced.memoryMb;
    throw new ReplayError(
      `--memory-scale ${memoryScale} makes jobs of function ${traced.name} larger than the tier's limit of ` +
        `${LIMITS.memoryLimitMb.max} MiB; give at most ${most.toPrecision(3)}.`,
    );
  }
  const stepped = Math.ceil(needed / MEMORY_STEP_MB) * MEMORY_STEP_MB;
  return Math.min(LIMITS.memoryLimitMb.max, Math.max(USE_CASE_DEFAULTS.memoryLimitMb, stepped));
}

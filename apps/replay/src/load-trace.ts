import { readTrace } from '@leeway/trace/read-trace';
import type { TraceFunction } from '@leeway/trace/trace-function';
import { ReplayError } from './replay-error.ts';

export interface LoadedTrace {
  /** All of the file: names depend on all of them. */
  readonly functions: readonly TraceFunction[];
  readonly warnings: readonly string[];
}

export async function loadTrace(file: string): Promise<LoadedTrace> {
  const warnings: string[] = [];
  const functions: TraceFunction[] = [];
  for await (const traced of readTrace(file, { onWarning: (text) => warnings.push(text) })) functions.push(traced);
  return { functions, warnings };
}

export interface Window {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export function countInvocations(traced: TraceFunction, { fromMinute, toMinute }: Window): number {
  return traced.minuteCounts.subarray(fromMinute, toMinute).reduce((sum, count) => sum + count, 0);
}

/** @throws ReplayError where nothing happened in the window */
export function requireInvocations(count: number, { fromMinute, toMinute }: Window): void {
  if (count > 0) return;
  throw new ReplayError(`No function was invoked from minute ${fromMinute} to ${toMinute}: choose another window.`);
}

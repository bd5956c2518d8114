import type { Criticality } from '@leeway/domain/criticality';
import type { Runtime } from '@leeway/domain/runtime';
import { SECOND_MS } from '@leeway/domain/units';
import { decideUseCaseState } from '@leeway/domain/use-case-state';
import type { DelayQuantiles, UseCaseSummary } from '@leeway/domain/views';
import { isBelow } from '../capacity/gates.ts';

/** A row of the statement `read-recent-usage`; null where the use case had no such usage. */
export interface SummaryRow {
  readonly no: number;
  readonly name: string;
  readonly team: string;
  readonly runtime: Runtime;
  readonly handler: string | null;
  readonly criticality: Criticality;
  readonly delay_tolerance_ms: number;
  readonly is_paused: boolean;
  readonly submitted_count: number | null;
  readonly done_count: number | null;
  readonly failed_count: number | null;
  readonly late_count: number | null;
  readonly arrived_count: number | null;
  readonly submitted_ever: number | null;
  readonly done_ever: number | null;
  readonly dead_ever: number | null;
  readonly cancelled_ever: number | null;
  readonly redriven_ever: number | null;
  readonly delayed_in_ever: number | null;
  readonly delayed_out_ever: number | null;
  readonly head_waited_ms: number | null;
  readonly is_running: boolean;
}

export interface SummaryTimes {
  /** Of the incident mode in force; null: none. */
  readonly floor: Criticality | null;
  readonly recentMs: number;
}

/** What is known of a use case without its delays and its trend, which only a page of them needs. */
export type UseCaseFigures = Omit<UseCaseSummary, 'doneTrend' | 'startedCount' | keyof DelayQuantiles> & {
  readonly no: number;
};

export function summarise(row: SummaryRow, { floor, recentMs }: SummaryTimes): UseCaseFigures {
  const [doneCount, failedCount] = [row.done_count ?? 0, row.failed_count ?? 0];
  const facts = {
    delayToleranceMs: row.delay_tolerance_ms,
    isPaused: row.is_paused,
    isHeld: isBelow(row.criticality, floor),
    failedCount,
    lateCount: row.late_count ?? 0,
    ...backlogNow(row),
  };
  const engineFacts = { headWaitedMs: row.head_waited_ms, isRunning: row.is_running };
  const counts = { arrivedCount: row.arrived_count ?? 0, endedCount: doneCount + failedCount };
  return {
    no: row.no,
    name: row.name,
    team: row.team,
    runtime: row.runtime,
    handler: row.handler,
    criticality: row.criticality,
    ...facts,
    state: decideUseCaseState({ ...facts, ...counts, ...engineFacts }, recentMs),
    submittedPerSecond: ((row.submitted_count ?? 0) * SECOND_MS) / recentMs,
    donePerSecond: (doneCount * SECOND_MS) / recentMs,
  };
}

function backlogNow(row: SummaryRow) {
  const deadCount = (row.dead_ever ?? 0) - (row.redriven_ever ?? 0);
  const open = (row.submitted_ever ?? 0) - (row.done_ever ?? 0) - deadCount - (row.cancelled_ever ?? 0);
  const delayedCount = Math.max(0, (row.delayed_in_ever ?? 0) - (row.delayed_out_ever ?? 0));
  return { readyCount: Math.max(0, open - delayedCount), delayedCount, deadCount };
}

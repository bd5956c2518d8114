import type { Criticality } from '@leeway/domain/criticality';
import { MINUTE_MS, SECOND_MS } from '@leeway/domain/units';
import type { Trigger } from './trace-function.ts';

export interface TriggerPolicy {
  /** In real time: a replay at 60× does not shrink it. */
  readonly delayToleranceMs: number;
  readonly criticality: Criticality;
}

/**
 * How late a function of each trigger may start. The trace does not say; these follow from who waits:
 * http, a person or program that polls for the outcome · orchestration, the next step of a flow, whose delays add up ·
 * queue, event and others, a consumer that was asynchronous before · timer and storage, nobody in particular.
 */
export const TRIGGER_POLICIES: Readonly<Record<Trigger, TriggerPolicy>> = {
  http: { delayToleranceMs: 5 * SECOND_MS, criticality: 'high' },
  orchestration: { delayToleranceMs: 30 * SECOND_MS, criticality: 'normal' },
  queue: { delayToleranceMs: MINUTE_MS, criticality: 'normal' },
  event: { delayToleranceMs: MINUTE_MS, criticality: 'normal' },
  others: { delayToleranceMs: MINUTE_MS, criticality: 'normal' },
  timer: { delayToleranceMs: 10 * MINUTE_MS, criticality: 'low' },
  storage: { delayToleranceMs: 10 * MINUTE_MS, criticality: 'low' },
};

import type { DispatcherEffect, DispatcherEvent } from '../../dispatcher/dispatcher-event.ts';

/** What decides in a simulated tier: the core of the dispatcher, or the simple one that it is compared with. */
export interface Tier {
  step(event: DispatcherEvent, now: number): readonly DispatcherEffect[];
  readyCountOf(useCaseNo: number): number;
}

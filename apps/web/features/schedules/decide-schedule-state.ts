import { MINUTE_MS } from '@leeway/domain/units';
import type { ScheduleView } from '@leeway/domain/views';

/** Engines look for what is due each second; much later than that, none of them runs. */
const OVERDUE_MS = MINUTE_MS;

export type ScheduleState = 'active' | 'paused' | 'overdue' | 'ended';

export function decideScheduleState(
  { isPaused, nextFireAt }: Pick<ScheduleView, 'isPaused' | 'nextFireAt'>,
  now: number,
): ScheduleState {
  if (isPaused) return 'paused';
  if (nextFireAt === null) return 'ended';
  return nextFireAt < now - OVERDUE_MS ? 'overdue' : 'active';
}

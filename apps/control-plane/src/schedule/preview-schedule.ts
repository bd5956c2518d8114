import { createFireTimes } from '@leeway/domain/fire-times';
import type { ScheduleTiming } from '@leeway/domain/schedule';
import type { SchedulePreview } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';

const PREVIEWED_FIRES = 5;

/** The next instants at which a schedule would fire, counted from the store's now. */
export async function previewSchedule({ services }: Call, timing: ScheduleTiming): Promise<SchedulePreview> {
  const asOf = (await storeNow(services.prisma)).getTime();
  const times = createFireTimes(timing.cron, timing.timeZone);
  const fires: number[] = [];
  for (let at = times.next(asOf); at !== null && fires.length < PREVIEWED_FIRES; at = times.next(at)) fires.push(at);
  return { asOf, fires };
}

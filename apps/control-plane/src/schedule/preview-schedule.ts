import { nextFires } from '@leeway/domain/next-fires';
import type { ScheduleTiming } from '@leeway/domain/schedule';
import type { SchedulePreview } from '@leeway/domain/views';
import type { Call } from '../api/context.ts';
import { storeNow } from '../api/store-clock.ts';

/** The next instants at which a schedule would fire, counted from the store's now. */
export async function previewSchedule({ services }: Call, timing: ScheduleTiming): Promise<SchedulePreview> {
  const asOf = (await storeNow(services.prisma)).getTime();
  return { asOf, fires: nextFires(timing, asOf) };
}

'use client';
import { SECOND_MS } from '@leeway/domain/units';
import { useEffect } from 'react';
import { Notice } from '#components/notice.tsx';
import { useIncidentModes } from '#features/incident-mode/use-incident-modes.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { observeTierClock, useClockAhead } from '#lib/live/use-store-now.ts';

/** Less is not worth a line: answers take their time. */
const TOLD_FROM_MS = 5 * SECOND_MS;

/** Listens to the tier's clock on every page, and says where the reader's is another. */
export function ClockNotice() {
  const asOf = useIncidentModes().data?.asOf;
  useEffect(() => {
    if (asOf !== undefined) observeTierClock(asOf);
  }, [asOf]);
  const aheadMs = useClockAhead();
  if (aheadMs === null || Math.abs(aheadMs) < TOLD_FROM_MS) return null;
  const length = formatDuration(Math.round(Math.abs(aheadMs) / SECOND_MS) * SECOND_MS);
  return (
    <div className="mb-4">
      <Notice tone="warn">
        The clock of this device is {length} {aheadMs > 0 ? 'ahead of' : 'behind'} the tier’s. Ages and countdowns here
        go by the tier’s.
      </Notice>
    </div>
  );
}

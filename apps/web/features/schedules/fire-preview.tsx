'use client';
import { ScheduleTiming } from '@leeway/domain/schedule';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTimeZone } from '#lib/clock.ts';
import { formatMoment } from '#lib/format/time.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { explainClockChanges } from './explain-schedule.ts';

/** Typing goes on for this long before the control plane is asked. */
const PAUSE_MS = 250;

interface FirePreviewProps {
  readonly cron: string;
  readonly timeZone: string;
}

/** The next fires of a schedule as it is typed, in its zone and in the reader's. */
export function FirePreview({ cron, timeZone }: FirePreviewProps) {
  const trpc = useTRPC();
  const readerZone = useTimeZone();
  const typed = useSettled(`${cron}\n${timeZone}`);
  const [typedCron = '', typedZone = ''] = typed.split('\n');
  const timing = ScheduleTiming.safeParse({ cron: typedCron, timeZone: typedZone });
  const preview = useQuery({
    ...trpc.schedule.preview.queryOptions(timing.data ?? { cron: '', timeZone: '' }),
    enabled: timing.success,
    placeholderData: keepPreviousData,
  });
  const fires = timing.success ? preview.data?.fires : undefined;
  const zones = timing.data === undefined || timing.data.timeZone === readerZone ? [] : [readerZone];
  return (
    <section aria-label="Next fires" className="rounded-md border border-line bg-sunken px-3 py-2.5">
      <h3 className="font-medium">Next fires</h3>
      {!timing.success && <p className="text-sm text-muted">Shown once the expression and the zone can be read.</p>}
      {timing.success && preview.error && <p className="text-sm text-bad">{problemOf(preview.error).detail}</p>}
      {fires !== undefined && timing.data !== undefined && (
        <FireTable fires={fires} zones={[timing.data.timeZone, ...zones]} readerZone={readerZone} />
      )}
      {timing.data !== undefined && (
        <p className="mt-2 text-sm text-muted">{explainClockChanges(timing.data.cron, timing.data.timeZone)}</p>
      )}
    </section>
  );
}

interface FireTableProps {
  readonly fires: readonly number[];
  readonly zones: readonly string[];
  readonly readerZone: string;
}

function FireTable({ fires, zones, readerZone }: FireTableProps) {
  return (
    <table className="mt-1 w-full text-left text-sm">
      <thead className="text-xs text-muted">
        <tr>
          {zones.map((zone) => (
            <th key={zone} scope="col" className="py-0.5 pr-3 font-medium">
              {zone === readerZone ? `Your time (${zone})` : zone}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fires.map((at) => (
          <tr key={at}>
            {zones.map((zone) => (
              <td key={zone} className="py-0.5 pr-3 tabular-nums">
                <time dateTime={new Date(at).toISOString()}>{formatMoment(at, zone)}</time>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A text once it has stayed the same for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

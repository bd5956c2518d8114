'use client';
import type { AlertView } from '@leeway/domain/alert';
import { useQuery } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { ButtonLink } from '#components/button.tsx';
import { Panel } from '#components/panel.tsx';
import { Time } from '#components/time.tsx';
import { formatNoun } from '#lib/format/number.ts';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { AlertBadge } from './alert-badge.tsx';
import { AlertsOld } from './alerts-old.tsx';
import { describeLength } from './describe-length.ts';

/** What its owner should look at, and what has ended today; nothing where there is neither. */
export function UseCaseAlerts({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.alert.list.queryOptions({ useCase: name }), ...useReading() });
  if (data === undefined || data.alerts.length === 0) return null;
  const { lastingCount } = data;
  return (
    <Panel
      title="Alerts"
      hint={
        lastingCount === 0
          ? 'None lasts now; these have ended within a day'
          : `${formatNoun(lastingCount, 'alert')} ${lastingCount === 1 ? 'lasts' : 'last'} now`
      }
      flush
      actions={
        <ButtonLink href="/alerts" tone="quiet" size="sm">
          All alerts <ArrowRight aria-hidden="true" />
        </ButtonLink>
      }
    >
      {lastingCount > 0 && <AlertsOld asOf={data.asOf} lookedAt={data.lookedAt} />}
      <ul aria-label="Alerts of this use case">
        {data.alerts.map((alert) => (
          <Row key={alert.id} alert={alert} isOwn={alert.subject === name && !alert.isDownstream} />
        ))}
      </ul>
    </Panel>
  );
}

function Row({ alert, isOwn }: { readonly alert: AlertView; readonly isOwn: boolean }) {
  return (
    <li className="grid gap-x-6 gap-y-1 border-t border-line px-4 py-2.5 lg:grid-cols-[15rem_minmax(0,1fr)_auto]">
      <p>
        <AlertBadge alert={alert} />
      </p>
      <p className="min-w-0 text-sm break-words">
        {!isOwn && (
          <>
            <Link href="/downstreams" className="font-mono font-medium wrap-anywhere hover:underline">
              {alert.subject}
            </Link>
            :{' '}
          </>
        )}
        {alert.message}
      </p>
      <p className="text-sm text-muted">
        began <Time at={alert.startedAt} />
        {describeLength(alert)}
      </p>
    </li>
  );
}

'use client';
import type { AlertView } from '@leeway/domain/alert';
import Link from 'next/link';
import { Notice } from '#components/notice.tsx';
import { Time } from '#components/time.tsx';
import { formatWhole } from '#lib/format/number.ts';
import { AlertBadge } from './alert-badge.tsx';
import { AlertsOld } from './alerts-old.tsx';
import { describeLength } from './describe-length.ts';

interface AlertRowsProps {
  readonly list: {
    readonly asOf: number;
    readonly lookedAt: number | null;
    readonly lastingCount: number;
    readonly alerts: readonly AlertView[];
  };
}

export function AlertRows({ list: { asOf, lookedAt, lastingCount, alerts } }: AlertRowsProps) {
  const listedCount = alerts.filter(({ endedAt }) => endedAt === null).length;
  return (
    <>
      <AlertsOld asOf={asOf} lookedAt={lookedAt} />
      {lastingCount > listedCount && (
        <div className="p-4">
          <Notice tone="warn">
            {formatWhole(lastingCount)} alerts last now; here are the {listedCount} that began last.
          </Notice>
        </div>
      )}
      <ul aria-label="Alerts" className="divide-y divide-line">
        {alerts.map((alert) => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ul>
    </>
  );
}

function Row({ alert }: { readonly alert: AlertView }) {
  const { rule, subject, team, startedAt, message, isDownstream } = alert;
  const page = `/use-cases/${encodeURIComponent(subject)}${rule === 'deadJobs' ? '?jobs=dead' : ''}`;
  const href = isDownstream ? '/downstreams' : page;
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 lg:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_11rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={href} className="font-mono font-medium wrap-anywhere hover:underline">
            {subject}
          </Link>
          <AlertBadge alert={alert} />
        </p>
        <p className="text-sm text-muted">team {team}</p>
      </div>
      <p className="min-w-0 text-sm break-words">{message}</p>
      <p className="text-sm text-muted lg:text-right">
        began <Time at={startedAt} />
        {describeLength(alert)}
      </p>
    </li>
  );
}

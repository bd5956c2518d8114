'use client';
import type { AlertView } from '@leeway/domain/alert';
import { SECOND_MS } from '@leeway/domain/units';
import { BellRing, Check } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/badge.tsx';
import { Notice } from '#components/notice.tsx';
import { Time } from '#components/time.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatWhole } from '#lib/format/number.ts';
import { RULE_LABELS } from './rule-labels.ts';

/** Engines judge every ten seconds. */
const OLD_MS = 60_000;

const wholeSeconds = (ms: number) => Math.round(ms / SECOND_MS) * SECOND_MS;

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
      {lookedAt !== null && asOf - lookedAt > OLD_MS && (
        <div className="p-4">
          <Notice tone="warn">
            No engine has judged the rules since <Time at={lookedAt} />: what lasts may be over.
          </Notice>
        </div>
      )}
      {lastingCount > listedCount && (
        <div className="p-4">
          <Notice tone="warn">
            {formatWhole(lastingCount)} alerts last now; here are the {listedCount} that began last.
          </Notice>
        </div>
      )}
      <ul aria-label="Alerts" className="divide-y divide-line border-t border-line">
        {alerts.map((alert) => (
          <Row key={alert.id} alert={alert} />
        ))}
      </ul>
    </>
  );
}

function Row({ alert }: { readonly alert: AlertView }) {
  const { rule, subject, team, startedAt, endedAt, message, isDownstream } = alert;
  const page = `/use-cases/${encodeURIComponent(subject)}${rule === 'deadJobs' ? '?jobs=dead' : ''}`;
  const href = isDownstream ? '/downstreams' : page;
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-3 lg:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_11rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2">
          <Link href={href} className="font-mono font-medium wrap-anywhere hover:underline">
            {subject}
          </Link>
          <Badge tone={endedAt === null ? 'bad' : 'plain'} icon={endedAt === null ? BellRing : Check}>
            {endedAt === null ? RULE_LABELS[rule] : `ended: ${RULE_LABELS[rule]}`}
          </Badge>
        </p>
        <p className="text-sm text-muted">team {team}</p>
      </div>
      <p className="min-w-0 text-sm break-words">{message}</p>
      <p className="text-sm text-muted lg:text-right">
        began <Time at={startedAt} />
        {endedAt !== null && `, lasted ${formatDuration(wholeSeconds(endedAt - startedAt))}`}
      </p>
    </li>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import Link from 'next/link';
import { formatNoun } from '#lib/format/number.ts';
import { useReading } from '#lib/live/use-reading.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { RULE_LABELS } from './rule-labels.ts';

const NAMED = 3;

/** That alerts last, and of whom: the way to them for whoever opens the overview first. */
export function LastingAlerts() {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.alert.list.queryOptions({}), ...useReading() });
  if (data === undefined || data.lastingCount === 0) return null;
  const named = data.alerts.filter(({ endedAt }) => endedAt === null).slice(0, NAMED);
  const restCount = data.lastingCount - named.length;
  return (
    <section
      aria-label="Alerts"
      className="relative flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 shadow-(--shadow-raised) hover:bg-hover"
    >
      <BellRing aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-bad" />
      <div className="min-w-0">
        <Link href="/alerts" className="font-semibold after:absolute after:inset-0 hover:underline">
          {formatNoun(data.lastingCount, 'alert')} {data.lastingCount === 1 ? 'lasts' : 'last'} now
        </Link>
        <p className="text-sm wrap-anywhere text-muted">
          {named.map(({ subject, rule }) => `${subject}: ${RULE_LABELS[rule]}`).join(' · ')}
          {restCount > 0 && ` · ${restCount} more`}
        </p>
      </div>
    </section>
  );
}

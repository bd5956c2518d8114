'use client';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '#components/panel.tsx';
import { Time } from '#components/time.tsx';
import { actionText } from '#features/audit/describe-entry.ts';
import { useTRPC } from '#lib/trpc/context.ts';

/** What people have asked for about a job, newest first; nothing where nobody has. */
export function JobChanges({ id }: { readonly id: string }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.list.queryOptions({ objectType: 'job', objectId: id }));
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Panel title="What people did to it" hint="From the log of changes">
      <ol className="flex flex-col gap-2.5">
        {data.rows.map(({ seq, actor, action, at, reason }) => (
          <li key={seq} className="text-sm">
            <span className="font-medium">{actor}</span>{' '}
            <span className="text-muted">
              {actionText(action)}, <Time at={at} />
            </span>
            {reason !== '' && <p className="break-words">“{reason}”</p>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

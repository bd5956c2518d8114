'use client';
import { Panel } from '#components/panel.tsx';
import { useStoreNow } from '#lib/live/use-store-now.ts';
import { GrantList } from './grant-list.tsx';
import { useGrants } from './use-grants.ts';

/** The bursts of a use case that are in force or planned, above everything else; nothing where there are none. */
export function OpenGrants({ useCase }: { readonly useCase: string }) {
  const { data } = useGrants(useCase);
  const now = useStoreNow({ asOf: data?.asOf ?? 0 });
  const open = data?.grants.filter(({ state }) => state === 'active' || state === 'planned') ?? [];
  if (open.length === 0) return null;
  return (
    <Panel title="Bursts" hint="Limits that are lifted for a time" flush className="border-accent/50">
      <GrantList label="Bursts in force and planned" grants={open} now={now} />
    </Panel>
  );
}

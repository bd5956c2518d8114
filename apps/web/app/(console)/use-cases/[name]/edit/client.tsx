'use client';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '#components/notice.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { UpLink } from '#components/up-link.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { EditForm } from '#features/use-case-form/edit-form.tsx';
import { UseCaseProblem } from '#features/use-cases/use-case-problem.tsx';
import { useTRPC } from '#lib/trpc/context.ts';

export function EditClient({ name }: { readonly name: string }) {
  const trpc = useTRPC();
  const user = useSessionUser();
  const { data, error, refetch } = useQuery(trpc.useCase.get.queryOptions({ name }));
  if (data === undefined) {
    return error ? (
      <UseCaseProblem error={error} name={name} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-[40rem]" label="Reading the use case" />
    );
  }
  const refusal = whyNotChange(user, data.team);
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        above={<UpLink href={`/use-cases/${encodeURIComponent(name)}`}>{name}</UpLink>}
        below={`Owned by team ${data.team}; version ${data.version}`}
      />
      {refusal === null ? (
        <EditForm key={data.version} useCase={data} onReload={() => void refetch()} />
      ) : (
        <Notice tone="warn">{refusal}</Notice>
      )}
    </>
  );
}

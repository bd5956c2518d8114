'use client';
import { SearchX } from 'lucide-react';
import { ButtonLink } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { NotReachable } from '#components/not-reachable.tsx';
import { isPassing, problemOf } from '#lib/problem.ts';

interface UseCaseProblemProps {
  readonly error: unknown;
  readonly name: string;
  readonly onRetry: () => void;
}

export function UseCaseProblem({ error, name, onRetry }: UseCaseProblemProps) {
  const problem = problemOf(error);
  if (isPassing(problem)) return <NotReachable onRetry={onRetry} />;
  return (
    <EmptyState
      icon={SearchX}
      title={`There is no use case ${name}`}
      action={<ButtonLink href="/use-cases">All use cases</ButtonLink>}
    >
      The name may be mistyped; names are lower case and never change.
    </EmptyState>
  );
}

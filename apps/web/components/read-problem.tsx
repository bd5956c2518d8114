'use client';
import { CircleAlert } from 'lucide-react';
import { isPassing, problemOf } from '#lib/problem.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { NotReachable } from './not-reachable.tsx';

interface ReadProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** In place of what could not be read: nobody answered, or the answer was no. */
export function ReadProblem({ error, onRetry }: ReadProblemProps) {
  const problem = problemOf(error);
  if (isPassing(problem)) return <NotReachable onRetry={onRetry} />;
  return (
    <EmptyState icon={CircleAlert} title="This could not be read" action={<Button onClick={onRetry}>Try again</Button>}>
      {problem.detail}
    </EmptyState>
  );
}

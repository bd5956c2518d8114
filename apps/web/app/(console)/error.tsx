'use client';
import { Bug } from 'lucide-react';
import { Button } from '#components/button.tsx';
import { EmptyState } from '#components/empty-state.tsx';

/** What a page shows that broke while being drawn. */
export default function ConsoleError({ retry }: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <EmptyState
      icon={Bug}
      title="This page broke"
      action={
        <Button tone="primary" onClick={() => retry()}>
          Try again
        </Button>
      }
    >
      The fault is the console’s. The tier itself is not touched by it: jobs go on being accepted and run.
    </EmptyState>
  );
}

'use client';
import { Unplug } from 'lucide-react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

export function NotReachable({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <EmptyState
      icon={Unplug}
      title="The control plane does not answer"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      Nothing can be said about the tier right now: it may be running well. This page tries again by itself every few
      seconds.
    </EmptyState>
  );
}

'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { Pause, Pencil, Play, Zap } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink } from '#components/button.tsx';
import { whyNotChange } from '#features/session/decide-rights.ts';
import { useSessionUser } from '#features/session/session-context.tsx';
import { PauseDialog } from './pause-dialog.tsx';

interface UseCaseActionsProps {
  readonly useCase: UseCaseView;
  readonly onGrant: () => void;
}

/** What can be done to a use case from the head of its page. */
export function UseCaseActions({ useCase, onGrant }: UseCaseActionsProps) {
  const [isPausing, setPausing] = useState(false);
  const refusal = whyNotChange(useSessionUser(), useCase.team);
  const barred = { disabled: refusal !== null, title: refusal ?? undefined };
  return (
    <>
      <Button onClick={onGrant} {...barred}>
        <Zap aria-hidden="true" />
        Grant a burst
      </Button>
      <Button onClick={() => setPausing(true)} {...barred}>
        {useCase.isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        {useCase.isPaused ? 'Resume' : 'Pause'}
      </Button>
      <ButtonLink href={`/use-cases/${encodeURIComponent(useCase.name)}/edit`}>
        <Pencil aria-hidden="true" />
        Edit
      </ButtonLink>
      <PauseDialog useCase={useCase} open={isPausing} onClose={() => setPausing(false)} />
    </>
  );
}

'use client';
import type { OperationKind } from '@leeway/domain/job-operation';
import { Ban, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { OperationForm } from './operation-form.tsx';
import type { StateChoice } from './target-entry.ts';

interface OperationButtonProps {
  readonly useCase: string;
  readonly kind: OperationKind;
  /** What the form begins with. */
  readonly states?: StateChoice;
  /** Why the reader may only look. */
  readonly refusal: string | null;
}

const LOOKS = {
  cancel: {
    icon: Ban,
    label: 'Cancel in bulk',
    title: 'Cancel jobs in bulk?',
    means:
      'They are taken away and never run; it cannot be undone. Jobs that run already are left alone, and jobs submitted from now on are not part of it.',
  },
  redrive: {
    icon: RotateCcw,
    label: 'Redrive in bulk',
    title: 'Redrive dead jobs in bulk?',
    means:
      'They wait again, with all their attempts and deadlines from now on. Jobs that die from now on are not part of it.',
  },
} as const;

/** Opens the form for a change to many jobs. */
export function OperationButton({ useCase, kind, states = 'both', refusal }: OperationButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const { icon: Icon, label, title, means } = LOOKS[kind];
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)} disabled={refusal !== null} title={refusal ?? undefined}>
        <Icon aria-hidden="true" />
        {label}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={title} description={means} wide>
        <OperationForm
          useCase={useCase}
          initial={{ kind, states, failureCode: 'any', text: '', times: {} }}
          onLeave={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

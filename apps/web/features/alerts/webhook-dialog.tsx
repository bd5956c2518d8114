'use client';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { CodeBlock } from '#components/code-block.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { WebhookForm } from './webhook-form.tsx';

interface WebhookDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function WebhookDialog({ open, onOpenChange }: WebhookDialogProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const change = (next: boolean) => {
    if (!next) setSecret(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={secret === null ? 'Add a webhook' : 'Its secret'}
      description={
        secret === null ? 'Called with a signed JSON message when an alert begins, and when it ends.' : undefined
      }
      sticky={secret !== null}
    >
      {secret === null ? (
        <WebhookForm onAdded={setSecret} />
      ) : (
        <div className="flex flex-col gap-3">
          <Notice tone="warn">
            Copy it now: it cannot be shown again. Whoever is called checks signatures with it.
          </Notice>
          <CodeBlock code={secret} what="secret" isWrapped />
          <Button tone="primary" className="self-end" onClick={() => change(false)}>
            I have it
          </Button>
        </div>
      )}
    </Dialog>
  );
}

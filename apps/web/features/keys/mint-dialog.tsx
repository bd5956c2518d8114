'use client';
import { useState } from 'react';
import { Button } from '#components/button.tsx';
import { CodeBlock } from '#components/code-block.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { MintForm } from './mint-form.tsx';

interface MintDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function MintDialog({ open, onOpenChange }: MintDialogProps) {
  const [key, setKey] = useState<string | null>(null);
  const change = (next: boolean) => {
    if (!next) setKey(null);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={key === null ? 'Mint an API key' : 'Your new key'}
      description={
        key === null ? 'It lets a program submit jobs to the use cases of its team, and read them.' : undefined
      }
      sticky={key !== null}
    >
      {key === null ? (
        <MintForm onMinted={setKey} />
      ) : (
        <div className="flex flex-col gap-3">
          <Notice tone="warn">Copy it now: it cannot be shown again.</Notice>
          <CodeBlock code={key} what="API key" isWrapped />
          <Button tone="primary" className="self-end" onClick={() => change(false)}>
            I have it
          </Button>
        </div>
      )}
    </Dialog>
  );
}

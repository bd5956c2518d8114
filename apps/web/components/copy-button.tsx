'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '#lib/copy-text.ts';
import { Button } from './button.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see where the button stands: "job id". */
  readonly what: string;
  readonly withLabel?: boolean;
}

export function CopyButton({ text, what, withLabel = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const label =
    outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Copying is blocked: select the text' : `Copy ${what}`;
  return (
    <Button
      tone={withLabel ? 'secondary' : 'quiet'}
      size={withLabel ? 'sm' : 'icon'}
      className={withLabel ? undefined : 'size-7 max-sm:size-11'}
      title={label}
      aria-label={withLabel ? undefined : label}
      onClick={async () => setOutcome((await copyText(text)) ? 'copied' : 'failed')}
    >
      {outcome === 'copied' ? <Check aria-hidden="true" className="text-good" /> : <Copy aria-hidden="true" />}
      {withLabel && label}
      <span role="status" className="sr-only">
        {outcome === null ? '' : label}
      </span>
    </Button>
  );
}

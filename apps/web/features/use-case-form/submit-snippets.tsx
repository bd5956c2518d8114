'use client';
import { useState } from 'react';
import { CodeBlock } from '#components/code-block.tsx';
import { Segmented } from '#components/segmented.tsx';
import { curlSnippet, type SnippetInput, sdkSnippet } from './snippets.ts';

const OPTIONS = [
  { value: 'sdk', label: 'TypeScript' },
  { value: 'curl', label: 'curl' },
] as const;

/** How a program submits to the use case. */
export function SubmitSnippets(input: SnippetInput) {
  const [kind, setKind] = useState<'sdk' | 'curl'>('sdk');
  return (
    <div className="flex flex-col items-start gap-2.5">
      <Segmented label="Language" value={kind} options={OPTIONS} onChange={setKind} />
      <div className="w-full">
        {kind === 'sdk' ? (
          <CodeBlock code={sdkSnippet(input)} what="TypeScript snippet" />
        ) : (
          <CodeBlock code={curlSnippet(input)} what="curl command" />
        )}
      </div>
    </div>
  );
}

'use client';
import { useState } from 'react';
import { CodeBlock } from '#components/code-block.tsx';
import { Segmented } from '#components/segmented.tsx';
import { leaseCurlSnippet, remoteWorkerSnippet, type SnippetInput } from './snippets.ts';

const OPTIONS = [
  { value: 'sdk', label: 'TypeScript' },
  { value: 'curl', label: 'curl' },
] as const;

/** How a program leases jobs of a remote use case. */
export function LeaseSnippets(input: SnippetInput) {
  const [kind, setKind] = useState<'sdk' | 'curl'>('sdk');
  return (
    <div className="flex flex-col items-start gap-2.5">
      <Segmented label="Language of the worker" value={kind} options={OPTIONS} onChange={setKind} />
      <div className="w-full">
        {kind === 'sdk' ? (
          <CodeBlock code={remoteWorkerSnippet(input)} what="TypeScript worker" />
        ) : (
          <CodeBlock code={leaseCurlSnippet(input)} what="curl commands of a worker" />
        )}
      </div>
      <p className="text-sm text-muted">
        A job that is neither acked, nacked nor extended when its lease ends has failed, and is retried like any other.
      </p>
    </div>
  );
}

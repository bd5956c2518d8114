'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/button.tsx';
import { CodeBlock } from '#components/code-block.tsx';
import { Notice } from '#components/notice.tsx';
import { Panel } from '#components/panel.tsx';
import { curlSnippet, leaseCurlSnippet } from '#features/use-case-form/snippets.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { TestJob } from './test-job.tsx';

const KEY_DAYS = 90;

interface FirstJobProps {
  readonly useCase: UseCaseView;
  readonly submitUrl: string;
  readonly onClose: () => void;
}

/** From the registration to the first job that is done: a test from here, then a key, then a program. */
export function FirstJob({ useCase, submitUrl, onClose }: FirstJobProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mint = useMutation(
    trpc.apiKey.mint.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() }),
    }),
  );
  const command = useCase.runtime === 'remote' ? leaseCurlSnippet : curlSnippet;
  const start = () => mint.mutate({ team: useCase.team, name: `${useCase.name} first key`, expiresInDays: KEY_DAYS });
  return (
    <Panel
      title="Send the first job"
      hint="Three steps; close this when it works"
      className="border-accent/50"
      actions={
        <Button tone="quiet" size="icon" onClick={onClose} aria-label="Close the first steps">
          <X aria-hidden="true" />
        </Button>
      }
    >
      <ol className="grid gap-6 xl:grid-cols-3">
        <Step number={1} title="Try it from here">
          <TestJob useCase={useCase} />
        </Step>
        <Step number={2} title="Mint a key for your program">
          {mint.data === undefined ? (
            <>
              <p className="mb-3 text-sm text-muted">
                It may submit and lease for team {useCase.team} and ends after {KEY_DAYS} days. It is shown once: here.
              </p>
              <Button onClick={start} disabled={mint.isPending}>
                <KeyRound aria-hidden="true" />
                {mint.isPending ? 'Minting…' : 'Mint a key'}
              </Button>
            </>
          ) : (
            <div className="flex flex-col gap-2">
              <Notice tone="warn">Copy it now: it cannot be shown again.</Notice>
              <CodeBlock code={mint.data.key} what="API key" isWrapped />
            </div>
          )}
          {mint.error && <Notice tone="bad">{problemOf(mint.error).detail}</Notice>}
        </Step>
        <Step
          number={3}
          title={useCase.runtime === 'remote' ? 'Lease it, and say that it is done' : 'Submit from anywhere'}
        >
          <CodeBlock code={command({ submitUrl, useCase: useCase.name, apiKey: mint.data?.key })} what="curl command" />
        </Step>
      </ol>
    </Panel>
  );
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <li className="min-w-0">
      <h3 className="mb-3 flex items-center gap-2 font-semibold">
        <span
          aria-hidden="true"
          className="grid size-6 place-items-center rounded-full bg-accent-soft text-xs text-accent"
        >
          {number}
        </span>
        {title}
      </h3>
      {children}
    </li>
  );
}

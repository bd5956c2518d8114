'use client';
import type { UseCaseWaitView } from '@leeway/domain/sharing-views';
import { SECOND_MS } from '@leeway/domain/units';
import type { UseCaseView } from '@leeway/domain/views';
import type { EngineWait } from '@leeway/domain/wait-reason';
import { CircleCheck, Clock } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Skeleton } from '#components/skeleton.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun } from '#lib/format/number.ts';
import type { LiveState } from '#lib/live/decide-live-state.ts';
import { type Live, useLive } from '#lib/live/use-live.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { describeHead, describeSilence } from './describe-wait.ts';
import { ReasonView } from './reason-view.tsx';
import { SilenceNotice } from './silence-notice.tsx';

function useUseCaseWait(name: string): Live<UseCaseWaitView> {
  const trpc = useTRPC();
  return useLive<UseCaseWaitView>({
    query: trpc.useCase.wait.queryOptions({ name }),
    watch: (events) => trpc.useCase.watchWait.subscriptionOptions({ name }, events),
  });
}

/** Why a use case waits, a second or two old. */
export function UseCaseWaitPanel({ useCase }: { readonly useCase: UseCaseView }) {
  const wait = useUseCaseWait(useCase.name);
  return (
    <Panel
      title="Why it waits"
      hint="What keeps its next job from starting, as engines see it now"
      actions={<AgeBadge state={wait.state} />}
    >
      <Body wait={wait} useCase={useCase} />
    </Panel>
  );
}

function Body({
  wait: { data, error, retry },
  useCase,
}: {
  readonly wait: Live<UseCaseWaitView>;
  readonly useCase: UseCaseView;
}) {
  if (data === undefined)
    return error ? (
      <ReadProblem error={error} onRetry={retry} />
    ) : (
      <Skeleton className="h-8" label="Reading why it waits" />
    );
  if (useCase.runtime === 'remote')
    return (
      <p className="text-sm text-muted">
        {useCase.isPaused
          ? 'It is paused: its programs are lent none of its jobs until it is resumed.'
          : 'Its own programs take its jobs: one that is due waits until a program asks for it. While an incident mode holds it back, none is lent.'}
      </p>
    );
  if (describeSilence(data) !== null)
    return (
      <SilenceNotice spoken={data}>
        whether anything waits, and why, is unknown. Look at the engines on the overview.
      </SilenceNotice>
    );
  const [longest, ...others] = longestFirst(data.engines);
  if (longest === undefined)
    return (
      <p className="flex items-center gap-2 text-sm text-muted">
        <CircleCheck aria-hidden="true" className="size-4 text-good" />
        Nothing of it has waited for more than half a second.
      </p>
    );
  const facts = [describeHead(longest.headAvailableAt, data.asOf), describeOthers(others)];
  return <ReasonView reason={longest} asOf={data.asOf} facts={facts} />;
}

/** Nothing while it is live: the head of the page says so. */
function AgeBadge({ state }: { readonly state: LiveState }) {
  if (state.kind !== 'old' && state.kind !== 'unreachable') return null;
  return (
    <Badge tone="warn" icon={Clock}>
      {state.ageMs === null
        ? 'not reachable'
        : `old ${formatDuration(Math.floor(state.ageMs / SECOND_MS) * SECOND_MS)}`}
    </Badge>
  );
}

function longestFirst(engines: readonly EngineWait[]): EngineWait[] {
  const since = ({ headAvailableAt }: EngineWait) => headAvailableAt ?? Number.POSITIVE_INFINITY;
  return [...engines].sort((a, b) => since(a) - since(b));
}

function describeOthers(others: readonly EngineWait[]): string | null {
  if (others.length === 0) return null;
  return `${formatNoun(others.length, 'other engine')} ${others.length === 1 ? 'has' : 'have'} jobs of it that wait less long`;
}

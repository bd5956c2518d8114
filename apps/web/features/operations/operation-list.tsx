'use client';
import type { OperationState, OperationView } from '@leeway/domain/job-operation';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleStop, Hourglass, LoaderCircle, type LucideIcon } from 'lucide-react';
import { toast } from 'sonner';
import { Badge, type Tone } from '#components/badge.tsx';
import { Button } from '#components/button.tsx';
import { Panel } from '#components/panel.tsx';
import { ReadProblem } from '#components/read-problem.tsx';
import { Time } from '#components/time.tsx';
import { useTierNow } from '#lib/live/use-store-now.ts';
import { problemOf } from '#lib/problem.ts';
import { useTRPC } from '#lib/trpc/context.ts';
import { filterText, isCurrent, isOpen, KIND_TEXT, progressText, shareOf } from './describe-operation.ts';
import { useOperations, useOperationsChanged } from './use-operations.ts';

const STATES: Readonly<Record<OperationState, { icon: LucideIcon; tone: Tone; title: string }>> = {
  waiting: { icon: Hourglass, tone: 'note', title: 'No engine has begun' },
  running: { icon: LoaderCircle, tone: 'accent', title: 'The owners of its jobs are at it' },
  done: { icon: CircleCheck, tone: 'good', title: 'All that matched have been looked at' },
  stopped: { icon: CircleStop, tone: 'plain', title: 'Ended by somebody; what was done stays done' },
};

const TITLES = {
  current: { title: 'Bulk changes now', hint: 'Under way, or just over' },
  past: { title: 'Earlier bulk changes', hint: 'Of the latest 20, newest first' },
} as const;

interface OperationListProps {
  readonly useCase: string;
  /** Those that are under way or have just ended, or the others. */
  readonly show: 'current' | 'past';
  readonly refusal: string | null;
}

/** Bulk changes of a use case and how far they are; nothing where there are none. */
export function OperationList({ useCase, show, refusal }: OperationListProps) {
  const { data, error, refetch } = useOperations(useCase);
  const now = useTierNow();
  const isBroken = data === undefined && error !== null && show === 'past';
  const shown = data?.filter((operation) => isCurrent(operation, now ?? 0) === (show === 'current')) ?? [];
  if (shown.length === 0 && !isBroken) return null;
  return (
    <Panel title={TITLES[show].title} hint={TITLES[show].hint} flush>
      {isBroken ? (
        <ReadProblem error={error} onRetry={() => void refetch()} />
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {shown.map((operation) => (
            <Row key={operation.id} operation={operation} refusal={refusal} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Row({ operation, refusal }: { readonly operation: OperationView; readonly refusal: string | null }) {
  const { kind, state, filter, askedBy, askedAt, reason, stoppedBy } = operation;
  const { icon, tone, title } = STATES[state];
  return (
    <li className="grid items-start gap-x-6 gap-y-2 px-4 py-3 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          {KIND_TEXT[kind].verb}
          <Badge tone={tone} icon={icon} title={title}>
            {state}
          </Badge>
        </h3>
        <p className="text-sm break-words text-muted">{filterText(filter)}</p>
      </div>
      <div className="min-w-0">
        <Progress operation={operation} />
        <p className="text-sm break-words text-muted">
          {askedBy}, <Time at={askedAt} />: “{reason}”{stoppedBy !== null && ` Stopped by ${stoppedBy}.`}
        </p>
      </div>
      {isOpen(operation) && <StopButton operation={operation} refusal={refusal} />}
    </li>
  );
}

function Progress({ operation }: { readonly operation: OperationView }) {
  const share = shareOf(operation);
  const text = progressText(operation);
  return (
    <>
      <p className="text-sm font-medium">{text}</p>
      {isOpen(operation) && (
        <progress
          aria-label={`${KIND_TEXT[operation.kind].verb} in bulk`}
          className="h-1.5 w-full accent-(--accent)"
          max={1}
          {...(share === null ? {} : { value: share })}
        />
      )}
    </>
  );
}

function StopButton({ operation, refusal }: { readonly operation: OperationView; readonly refusal: string | null }) {
  const trpc = useTRPC();
  const changed = useOperationsChanged();
  const stop = useMutation(
    trpc.operation.stop.mutationOptions({
      onSuccess: () => toast.success('It is stopped; what was done stays done'),
      onError: (error) => toast.error(problemOf(error).detail),
      onSettled: () => void changed(),
    }),
  );
  return (
    <Button
      size="sm"
      onClick={() => stop.mutate({ id: operation.id })}
      disabled={stop.isPending || refusal !== null}
      title={refusal ?? undefined}
    >
      <CircleStop aria-hidden="true" />
      {stop.isPending ? 'Stopping…' : 'Stop'}
    </Button>
  );
}

'use client';
import type { UseCaseReport, UseCaseView } from '@leeway/domain/views';
import { CopyButton } from '#components/copy-button.tsx';
import { LiveChip } from '#components/live-chip.tsx';
import { PageHeader } from '#components/page-header.tsx';
import { UpLink } from '#components/up-link.tsx';
import { RangePicker } from '#features/range/range-picker.tsx';
import type { Range } from '#features/range/use-range.ts';
import { RUNTIME_TEXT } from '#features/use-case-form/explain-policy.ts';
import { CriticalityBadge, UseCaseStateBadge } from '#features/use-cases/badges.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import type { Live } from '#lib/live/use-live.ts';
import { UseCaseActions } from './use-case-actions.tsx';

interface UseCaseHeaderProps {
  readonly useCase: UseCaseView;
  readonly live: Live<UseCaseReport>;
  readonly range: Range;
  readonly onGrant: () => void;
}

export function UseCaseHeader({ useCase, live, range, onGrant }: UseCaseHeaderProps) {
  const { name, team, runtime, handler, criticality, delayToleranceMs, description } = useCase;
  return (
    <>
      <PageHeader
        title={
          <>
            <span className="wrap-anywhere">{name}</span>
            <CopyButton text={name} what="name" />
            <CriticalityBadge criticality={criticality} />
            {useCase.isPaused && <UseCaseStateBadge state="paused" />}
          </>
        }
        above={<UpLink href="/use-cases">Use cases</UpLink>}
        below={
          <span className="flex flex-wrap gap-x-4 gap-y-0.5">
            <Fact label="team" value={team} />
            {runtime === 'remote' ? (
              <Fact label="run by" value="its own programs" />
            ) : (
              <Fact label="handler" value={handler ?? RUNTIME_TEXT[runtime].label} />
            )}
            <Fact label="starts within" value={formatDuration(delayToleranceMs)} />
          </span>
        }
      >
        <LiveChip state={live.state} asOf={live.asOf} />
        <RangePicker range={range} window={live.data?.window} />
        <UseCaseActions useCase={useCase} onGrant={onGrant} />
      </PageHeader>
      {description !== '' && (
        <p className="-mt-2 mb-4 max-w-3xl text-sm whitespace-pre-line text-muted">{description}</p>
      )}
    </>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <span>
      {label} <span className="font-medium text-text">{value}</span>
    </span>
  );
}

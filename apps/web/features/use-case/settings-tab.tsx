'use client';
import type { UseCaseView } from '@leeway/domain/views';
import { Pencil } from 'lucide-react';
import { ButtonLink } from '#components/button.tsx';
import { CopyButton } from '#components/copy-button.tsx';
import { Panel } from '#components/panel.tsx';
import { Time } from '#components/time.tsx';
import { explainCpuQuota, explainRateLimit, QUOTA_KIND_TEXT } from '#features/capacity/explain-capacity.ts';
import { formatCpuQuota, formatJobRate, formatJobs, NO_LIMIT } from '#features/capacity/format-limits.ts';
import {
  CRITICALITY_EXPLAINED,
  explainGathering,
  explainTolerance,
  previewRetries,
  RUNTIME_TEXT,
} from '#features/use-case-form/explain-policy.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatNoun } from '#lib/format/number.ts';

interface Setting {
  readonly label: string;
  readonly value: string;
  readonly means: string;
}

function settingsOf(useCase: UseCaseView): Setting[] {
  const last = previewRetries(useCase).at(-1);
  return [
    {
      label: 'Delay tolerance',
      value: formatDuration(useCase.delayToleranceMs),
      means: explainTolerance(useCase.delayToleranceMs),
    },
    { label: 'Criticality', value: useCase.criticality, means: CRITICALITY_EXPLAINED[useCase.criticality] },
    ...runtimeSettingsOf(useCase),
    {
      label: 'Attempts',
      value: formatNoun(useCase.maxAttempts, 'attempt'),
      means:
        last === undefined
          ? 'No retry'
          : `Dead at most ${formatDuration(last.latestMs)} after the first failure, run times left out`,
    },
    {
      label: 'Backoff',
      value: `${formatDuration(useCase.backoffBaseMs)} to ${formatDuration(useCase.backoffCapMs)}`,
      means: 'Doubles with every failure; each wait is drawn at random below its limit',
    },
    ...capacitySettingsOf(useCase),
    ...(useCase.runtime === 'process' ? workerSettingsOf(useCase) : []),
  ];
}

function runtimeSettingsOf({ runtime, handler }: UseCaseView): Setting[] {
  const { label, means } = RUNTIME_TEXT[runtime];
  const run = { label: 'Run by', value: label, means };
  return handler === null ? [run] : [run, { label: 'Handler', value: handler, means: 'The module that runs each job' }];
}

/** What the tier's own workers hold a job to. */
function workerSettingsOf(useCase: UseCaseView): Setting[] {
  return [
    {
      label: 'Time limit',
      value: formatDuration(useCase.timeoutMs),
      means: 'An attempt that runs longer is ended and counts as failed',
    },
    { label: 'Memory limit', value: `${useCase.memoryLimitMb} MiB`, means: 'A handler that needs more is ended' },
    { label: 'Mega-jobs', value: gatheringOf(useCase), means: explainGathering(useCase.megaJobMaxCount) },
  ];
}

/** What of the shared pool it may take; a remote use case takes nothing of it. */
function capacitySettingsOf(useCase: UseCaseView): Setting[] {
  const { rateLimitPerSecond, rateLimitBurst, downstreams, quotaKind } = useCase;
  const rate =
    rateLimitPerSecond === null ? NO_LIMIT : `${formatJobRate(rateLimitPerSecond)}, ${rateLimitBurst} at once`;
  const submit = {
    label: 'Submit rate limit',
    value: rate,
    means: explainRateLimit(rateLimitPerSecond, rateLimitBurst),
  };
  if (useCase.runtime === 'remote') return [submit];
  return [
    { label: 'Kind of quota', value: QUOTA_KIND_TEXT[quotaKind].label, means: QUOTA_KIND_TEXT[quotaKind].means },
    {
      label: 'CPU quota',
      value: formatCpuQuota(useCase.cpuQuotaMsPerSecond),
      means: explainCpuQuota(useCase.cpuQuotaMsPerSecond),
    },
    {
      label: 'Concurrency limit',
      value: formatJobs(useCase.concurrencyLimit),
      means: 'Of its jobs that run at the same time',
    },
    {
      label: 'Limit per key',
      value: formatJobs(useCase.concurrencyKeyLimit),
      means: 'Of its jobs with the same concurrencyKey that run at the same time',
    },
    submit,
    {
      label: 'Fair weight',
      value: String(useCase.fairWeight),
      means: 'Its part when several want more than there is; 100 is usual',
    },
    {
      label: 'Downstreams',
      value: downstreams.length === 0 ? 'none' : downstreams.join(', '),
      means: 'Services that its handler calls: it slows down when one of them is overloaded',
    },
  ];
}

function gatheringOf({ megaJobMaxCount, megaJobMaxKb, megaJobMaxWaitMs }: UseCaseView): string {
  if (megaJobMaxCount === 1) return 'off';
  const wait = megaJobMaxWaitMs === 0 ? 'no wait' : `within ${formatDuration(megaJobMaxWaitMs)}`;
  return `up to ${megaJobMaxCount} jobs or ${megaJobMaxKb} KiB, ${wait}`;
}

export function SettingsTab({ useCase }: { readonly useCase: UseCaseView }) {
  return (
    <Panel
      title="Policy"
      hint={
        <>
          Version {useCase.version}, changed <Time at={useCase.updatedAt} />, registered <Time at={useCase.createdAt} />
        </>
      }
      actions={
        <ButtonLink size="sm" href={`/use-cases/${encodeURIComponent(useCase.name)}/edit`}>
          <Pencil aria-hidden="true" />
          Edit
        </ButtonLink>
      }
    >
      <dl className="divide-y divide-line">
        {settingsOf(useCase).map(({ label, value, means }) => (
          <div key={label} className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[10rem_12rem_minmax(0,1fr)]">
            <dt className="text-muted">{label}</dt>
            <dd className="font-medium break-words">{value}</dd>
            <dd className="text-sm text-muted">{means}</dd>
          </div>
        ))}
        <div className="grid gap-x-4 py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="text-muted">Id</dt>
          <dd className="flex items-center gap-1 font-mono text-xs break-all">
            {useCase.id}
            <CopyButton text={useCase.id} what="use case id" />
          </dd>
        </div>
      </dl>
    </Panel>
  );
}

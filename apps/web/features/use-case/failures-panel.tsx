import type { UseCaseReport } from '@leeway/domain/views';
import { CircleCheck } from 'lucide-react';
import { Panel } from '#components/panel.tsx';
import { FAILURE_TEXT } from '#features/jobs/failure-text.ts';
import { formatCount, formatNoun, formatWhole } from '#lib/format/number.ts';

interface FailuresPanelProps {
  readonly failures: UseCaseReport['failures'];
  readonly failedCount: number;
}

export function FailuresPanel({ failures, failedCount }: FailuresPanelProps) {
  const largest = Math.max(1, ...failures.map((failure) => failure.count));
  return (
    <Panel
      title="Failures"
      hint={
        failedCount === 0 ? 'In the range of the charts' : `${formatNoun(failedCount, 'failed attempt')} in the range`
      }
    >
      {failures.length === 0 ? (
        <p className="flex h-44 items-center justify-center gap-2 text-sm text-muted">
          <CircleCheck aria-hidden="true" className="size-4 text-good" />
          No attempt failed in this range
        </p>
      ) : (
        <ul className="flex flex-col gap-3">
          {failures.map(({ code, count }) => (
            <li key={code}>
              <div className="flex items-baseline justify-between gap-3">
                <span className="font-mono text-xs font-medium">{code}</span>
                <span className="font-semibold" title={formatWhole(count)}>
                  {formatCount(count)}
                </span>
              </div>
              <div aria-hidden="true" className="my-1 h-1.5 overflow-hidden rounded-full bg-sunken">
                <div
                  className="h-full rounded-full bg-(--chart-bad)"
                  style={{ width: `${(count / largest) * 100}%` }}
                />
              </div>
              <p className="text-xs text-muted">{FAILURE_TEXT[code]}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

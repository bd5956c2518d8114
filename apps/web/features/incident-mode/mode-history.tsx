'use client';
import type { IncidentModeView } from '@leeway/domain/capacity-views';
import { CircleCheck, CircleStop, Siren } from 'lucide-react';
import { Badge } from '#components/badge.tsx';
import { Time } from '#components/time.tsx';
import { formatDuration } from '#lib/format/duration.ts';
import { explainFloor } from './explain-floor.ts';
import { ModeLink } from './mode-parts.tsx';

/** What was in force, newest first. */
export function ModeHistory({ modes }: { readonly modes: readonly IncidentModeView[] }) {
  return (
    <ul aria-label="Incident modes" className="divide-y divide-line border-t border-line">
      {modes.map((mode) => (
        <li key={mode.id} className="grid gap-x-6 gap-y-1 px-4 py-3 lg:grid-cols-[15rem_minmax(0,1fr)]">
          <div>
            <StateBadge mode={mode} />
            <p className="text-sm text-muted">
              <Time at={mode.startedAt} />, for {formatDuration((mode.endedAt ?? mode.endsAt) - mode.startedAt)}
            </p>
          </div>
          <div className="min-w-0">
            <p className="text-sm">{explainFloor(mode.criticalityFloor)}</p>
            <p className="text-sm break-words text-muted">
              {mode.startedBy}: “{mode.reason}” <ModeLink mode={mode} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function StateBadge({ mode: { isActive, endedAt } }: { readonly mode: IncidentModeView }) {
  if (isActive)
    return (
      <Badge tone="bad" icon={Siren}>
        in force
      </Badge>
    );
  return endedAt === null ? <Badge icon={CircleCheck}>ended</Badge> : <Badge icon={CircleStop}>ended early</Badge>;
}

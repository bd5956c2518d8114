'use client';
import type { EngineView, WorkerSlotView } from '@leeway/domain/views';
import { CircleCheck, CircleDashed, LoaderCircle, type LucideIcon, Play, Server, Unplug } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '#components/badge.tsx';
import { EmptyState } from '#components/empty-state.tsx';
import { Panel } from '#components/panel.tsx';
import { Time } from '#components/time.tsx';
import { formatCount, formatShare } from '#lib/format/number.ts';
import { BEAT_LIMIT_MS } from './decide-verdict.ts';

interface EnginesPanelProps {
  readonly engines: readonly EngineView[];
  readonly asOf: number;
}

export function EnginesPanel({ engines, asOf }: EnginesPanelProps) {
  return (
    <Panel title="Engines and worker slots" hint="What each slot runs right now, and its busy share of the last second">
      {engines.length === 0 ? (
        <EmptyState icon={Server} title="No engine has reported yet">
          Jobs are accepted and kept; they run as soon as an engine process starts on this database.
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-4">
          {engines.map((engine) => (
            <Engine key={engine.id} engine={engine} isLive={asOf - engine.beatAt <= BEAT_LIMIT_MS} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Engine({ engine, isLive }: { readonly engine: EngineView; readonly isLive: boolean }) {
  return (
    <li>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-medium wrap-anywhere">{engine.host}</h3>
        {isLive ? (
          <Badge tone="good" icon={CircleCheck}>
            answers
          </Badge>
        ) : (
          <Badge tone="bad" icon={Unplug}>
            silent
          </Badge>
        )}
        <p className="text-xs text-muted">
          {isLive ? 'started ' : 'last heard '}
          <Time at={isLive ? engine.startedAt : engine.beatAt} /> · {engine.shardCount} shards ·{' '}
          {formatCount(engine.leasedCount)} leased · {formatCount(engine.rssMb)} MiB
        </p>
      </div>
      {isLive && (
        <ul className="grid gap-2 sm:grid-cols-2 xl:grid-cols-1">
          {engine.slots.map((slot) => (
            <Slot key={slot.slot} slot={slot} />
          ))}
        </ul>
      )}
    </li>
  );
}

const SLOT_ICONS: Readonly<Record<WorkerSlotView['state'], LucideIcon>> = {
  running: Play,
  idle: CircleDashed,
  starting: LoaderCircle,
};

function Slot({ slot }: { readonly slot: WorkerSlotView }) {
  const Icon = SLOT_ICONS[slot.state];
  const busy = Math.min(1, Math.max(0, slot.busyShare));
  return (
    <li className="min-w-0 rounded-md border border-line bg-sunken px-3 py-2">
      <div className="flex items-center gap-2 text-sm">
        <Icon aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
        <span className="shrink-0 text-xs text-muted">Slot {slot.slot}</span>
        {slot.useCase === null ? (
          <span className="text-muted">{slot.state}</span>
        ) : (
          <Link
            href={`/use-cases/${encodeURIComponent(slot.useCase)}`}
            title={slot.useCase}
            className="min-w-0 truncate leading-6 font-medium hover:underline max-sm:leading-11"
          >
            {slot.useCase}
          </Link>
        )}
        <span className="ml-auto shrink-0 text-xs text-muted">{formatShare(slot.busyShare)} busy</span>
      </div>
      <div aria-hidden="true" className="mt-1.5 h-1 overflow-hidden rounded-full bg-line">
        <div className="h-full rounded-full bg-accent" style={{ width: `${busy * 100}%` }} />
      </div>
    </li>
  );
}

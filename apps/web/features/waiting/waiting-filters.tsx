'use client';
import type { WaitingUseCase } from '@leeway/domain/sharing-views';
import type { Gate } from '@leeway/domain/wait-reason';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/button.tsx';
import { Select } from '#components/select.tsx';
import { TeamFilter } from '#features/teams/team-filter.tsx';
import { gateText } from '#features/waits/gate-text.ts';
import { formatNoun } from '#lib/format/number.ts';
import type { WaitingFilter } from './filter-waiting.ts';

interface WaitingFiltersProps {
  readonly rows: readonly WaitingUseCase[];
  readonly url: WaitingFilter;
  readonly onChange: (change: { team?: string | null; gate?: Gate | null }) => void;
  readonly shownCount: number;
  /** Stands at the end of the row. */
  readonly children?: ReactNode;
}

const ANY = 'any';

export function WaitingFilters({ rows, url, onChange, shownCount, children }: WaitingFiltersProps) {
  const isNarrowed = url.team !== null || url.gate !== null;
  // What is chosen stays in the list though nothing waits there any more.
  const gates = [...new Set([...rows.map((row) => row.gate), ...(url.gate === null ? [] : [url.gate])])].sort();
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <TeamFilter teams={rows.map((row) => row.team)} team={url.team} onChange={(team) => onChange({ team })} />
      <Select
        label="Gate"
        value={url.gate ?? ANY}
        onChange={(gate: Gate | typeof ANY) => onChange({ gate: gate === ANY ? null : gate })}
        options={[
          { value: ANY, label: 'Every gate' },
          ...gates.map((gate) => ({ value: gate, label: gateText(gate).label })),
        ]}
      />
      {isNarrowed && (
        <Button tone="quiet" size="sm" onClick={() => onChange({ team: null, gate: null })}>
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
      <p className="ml-auto text-sm text-muted">
        {isNarrowed ? `${shownCount} of ${formatNoun(rows.length, 'use case')}` : formatNoun(rows.length, 'use case')}
      </p>
      {children}
    </search>
  );
}

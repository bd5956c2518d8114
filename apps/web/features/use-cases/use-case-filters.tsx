'use client';
import { Criticality } from '@leeway/domain/criticality';
import type { UseCaseList, UseCaseListQuery } from '@leeway/domain/use-case-list';
import { USE_CASE_STATES, type UseCaseState } from '@leeway/domain/use-case-state';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/button.tsx';
import { SearchField } from '#components/search-field.tsx';
import { Select } from '#components/select.tsx';
import { TeamFilter } from '#features/teams/team-filter.tsx';
import { formatNoun, formatWhole } from '#lib/format/number.ts';
import { STATE_LABELS } from './badges.tsx';

export type UseCaseFilter = Pick<UseCaseListQuery, 'search' | 'team' | 'criticality' | 'state'>;

interface UseCaseFiltersProps {
  readonly list: Pick<UseCaseList, 'teams' | 'rowCount' | 'totalCount'>;
  readonly url: UseCaseFilter;
  readonly onChange: (change: { [Key in keyof UseCaseFilter]?: UseCaseFilter[Key] | null }) => void;
  /** Stands at the end of the row. */
  readonly children?: ReactNode;
}

const ANY = 'any';
const PAUSE_MS = 250;

export function UseCaseFilters({ list, url, onChange, children }: UseCaseFiltersProps) {
  const isNarrowed = url.search !== '' || url.team !== null || url.criticality !== null || url.state !== null;
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <SearchField
        label="Search by name, team or handler"
        placeholder="Name, team or handler"
        value={url.search}
        onChange={(search) => onChange({ search })}
        pauseMs={PAUSE_MS}
      />
      <TeamFilter teams={list.teams} team={url.team} onChange={(team) => onChange({ team })} />
      <Select
        label="State"
        value={url.state ?? ANY}
        onChange={(state: UseCaseState | typeof ANY) => onChange({ state: state === ANY ? null : state })}
        options={[
          { value: ANY, label: 'Every state' },
          ...USE_CASE_STATES.map((state) => ({
            value: state,
            label: STATE_LABELS[state].label,
            description: STATE_LABELS[state].title,
          })),
        ]}
      />
      <Select
        label="Criticality"
        value={url.criticality ?? ANY}
        onChange={(criticality: Criticality | typeof ANY) =>
          onChange({ criticality: criticality === ANY ? null : criticality })
        }
        options={[
          { value: ANY, label: 'Every criticality' },
          ...Criticality.options.map((value) => ({ value, label: value })),
        ]}
      />
      {isNarrowed && (
        <Button
          tone="quiet"
          size="sm"
          onClick={() => onChange({ search: null, team: null, criticality: null, state: null })}
        >
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
      <p role="status" className="ml-auto text-sm text-muted">
        {isNarrowed && `${formatWhole(list.rowCount)} of `}
        {formatNoun(list.totalCount, 'use case')}
      </p>
      {children}
    </search>
  );
}

'use client';
import type { ReportRows } from '@leeway/domain/sharing-views';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/button.tsx';
import { SearchField } from '#components/search-field.tsx';
import { TeamFilter } from '#features/teams/team-filter.tsx';
import { formatNoun } from '#lib/format/number.ts';

export interface ReportFilter {
  readonly search: string;
  readonly team: string | null;
}

interface ReportFiltersProps {
  readonly uses: Pick<ReportRows<unknown>, 'teams' | 'rowCount'>;
  readonly url: ReportFilter;
  readonly onChange: (change: { search?: string | null; team?: string | null }) => void;
  readonly noun: string;
  /** Stands at the end of the row. */
  readonly children?: ReactNode;
}

const PAUSE_MS = 250;

export const isNarrowed = ({ search, team }: ReportFilter) => search.trim() !== '' || team !== null;

export function ReportFilters({ uses, url, onChange, noun, children }: ReportFiltersProps) {
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField
        label="Search by use case or team"
        placeholder="Use case or team"
        value={url.search}
        onChange={(search) => onChange({ search })}
        pauseMs={PAUSE_MS}
      />
      <TeamFilter teams={uses.teams} team={url.team} onChange={(team) => onChange({ team })} />
      {isNarrowed(url) && (
        <Button tone="quiet" size="sm" onClick={() => onChange({ search: null, team: null })}>
          <X aria-hidden="true" />
          Clear
        </Button>
      )}
      <p role="status" className="ml-auto text-sm text-muted">
        {formatNoun(uses.rowCount, noun)}
        {isNarrowed(url) && ` ${uses.rowCount === 1 ? 'fits' : 'fit'}`}
      </p>
      {children}
    </search>
  );
}

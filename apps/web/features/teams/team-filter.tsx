'use client';
import { Select } from '#components/select.tsx';

const ANY = 'any';

interface TeamFilterProps {
  readonly teams: readonly string[];
  /** Null: every team. */
  readonly team: string | null;
  readonly onChange: (team: string | null) => void;
}

/** The teams that a list has rows of; what is chosen stays though no row is left of it. */
export function TeamFilter({ teams, team, onChange }: TeamFilterProps) {
  const offered = [...new Set([...teams, ...(team === null ? [] : [team])])].sort();
  return (
    <Select
      label="Team"
      value={team ?? ANY}
      onChange={(value) => onChange(value === ANY ? null : value)}
      options={[{ value: ANY, label: 'Every team' }, ...offered.map((value) => ({ value, label: value }))]}
    />
  );
}

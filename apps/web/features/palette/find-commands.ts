import { parseJobId } from '@leeway/domain/job-id';

/** The job id in what was typed or pasted, if it is one. */
export function findJobId(typed: string): string | null {
  const id = typed.trim().toLowerCase();
  return parseJobId(id) === null ? null : id;
}

const MOST = 20;

/** Use cases whose name or team holds what was typed; those whose name begins with it first. */
export function findUseCases<T extends { readonly name: string; readonly team: string }>(
  rows: readonly T[],
  typed: string,
): T[] {
  const needle = typed.trim().toLowerCase();
  const rank = (row: T) =>
    row.name.startsWith(needle) ? 0 : row.name.includes(needle) ? 1 : row.team.includes(needle) ? 2 : 3;
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .filter((entry) => entry.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.row.name.localeCompare(b.row.name))
    .slice(0, MOST)
    .map((entry) => entry.row);
}

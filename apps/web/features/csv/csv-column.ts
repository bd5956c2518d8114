/** What a cell may hold; null and what is not finite become an empty cell. */
export type CsvValue = string | number | boolean | null;

export interface CsvColumn<Row> {
  /** Names the unit too: whoever opens the file has no other page to look at. */
  readonly title: string;
  readonly value: (row: Row) => CsvValue;
}

/** `2026-11-21T09:38:54.120Z`. */
export function isoOrNull(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** `leeway-capacity-2026-11-21T093854Z.csv`: what it is of, and when. */
export function csvFileName(name: string, at: number): string {
  const second = new Date(at).toISOString().replace(/:|\.\d+/g, '');
  return `leeway-${name.replace(/[^\w.-]+/g, '-')}-${second}.csv`;
}

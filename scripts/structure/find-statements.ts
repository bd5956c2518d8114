/** The beginning of a text that reads or writes a table; `select 1`, which only asks whether anybody is there, is none. */
const STATEMENT =
  /[`'"]\s*(?:--[^\n]*\n\s*)*(?:with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\s|select\s[^`'"]*?\bfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|truncate\s|copy\s+\w+\s*\(|lock\s+table\s)/gi;

/** Line numbers, from 1, at which a string of SQL begins. */
export function findStatements(source: string): number[] {
  return [...source.matchAll(STATEMENT)].map(({ index }) => source.slice(0, index).split('\n').length);
}

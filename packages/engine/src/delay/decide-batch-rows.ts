/** What becomes due while a statement runs waits for its end. */
const WANTED_MS = 40;
const MIN_ROWS = 200;
const MAX_ROWS = 4_000;
export const FIRST_ROWS = 1_000;

/** How many jobs the next move may take, after one that took `movedCount` in `tookMs`; grows and shrinks by half at most. */
export function decideBatchRows(rows: number, { movedCount, tookMs }: { movedCount: number; tookMs: number }): number {
  if (movedCount < MIN_ROWS / 2) return rows;
  const fitting = (movedCount / Math.max(1, tookMs)) * WANTED_MS;
  return Math.round(Math.min(MAX_ROWS, rows * 1.5, Math.max(MIN_ROWS, rows / 2, fitting)));
}

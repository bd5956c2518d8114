interface Place {
  readonly file: string;
  /** From 1; undefined where the whole file is meant. */
  readonly line?: number;
  /** Name of the column. */
  readonly column?: string;
}

/** A file that cannot be read as a trace: where, why, and what would be right. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly file: string;
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(place: Place, why: string) {
    const line = place.line === undefined ? '' : `, line ${place.line}`;
    const column = place.column === undefined ? '' : `, column ${place.column}`;
    super(`${place.file}${line}${column}: ${why}`);
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
  }
}

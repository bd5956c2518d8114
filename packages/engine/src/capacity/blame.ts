export interface Sharing {
  readonly entitled: number;
  readonly received: number;
}

export interface Blame {
  /** What it should have had and did not get. */
  readonly suffered: number;
  /** Its part in what the others did not get. */
  readonly caused: number;
}

/** Who suffered, and who caused it: what is missing is put down to those who had more than they were entitled to, by how much more. */
export function blameFor(sharing: readonly Sharing[]): Blame[] {
  const missing = sharing.reduce((sum, { entitled, received }) => sum + Math.max(0, entitled - received), 0);
  const excess = sharing.reduce((sum, { entitled, received }) => sum + Math.max(0, received - entitled), 0);
  const blamed = Math.min(missing, excess);
  return sharing.map(({ entitled, received }) => ({
    suffered: Math.max(0, entitled - received),
    caused: excess > 0 ? (blamed * Math.max(0, received - entitled)) / excess : 0,
  }));
}

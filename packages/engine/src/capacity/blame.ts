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

/** Indices of who had too much and of who had too little meanwhile, and what of the one's excess the other lacked. */
export interface BlamePair {
  readonly culprit: number;
  readonly victim: number;
  readonly amount: number;
}

/**
 * Who held up whom: each culprit's part is spread over the victims by what they lacked. Only the `most` largest culprits and
 * victims are paired, and as many pairs returned, largest first.
 */
export function pairBlames(blames: readonly Blame[], most: number): BlamePair[] {
  const missing = blames.reduce((sum, { suffered }) => sum + suffered, 0);
  if (missing <= 0) return [];
  const culprits = largest(blames, ({ caused }) => caused, most);
  const victims = largest(blames, ({ suffered }) => suffered, most);
  const pairs = culprits.flatMap(([culprit, caused]) =>
    victims.map(([victim, suffered]) => ({ culprit, victim, amount: (caused * suffered) / missing })),
  );
  return pairs.sort((a, b) => b.amount - a.amount).slice(0, most);
}

function largest(blames: readonly Blame[], of: (blame: Blame) => number, most: number): (readonly [number, number])[] {
  return blames
    .flatMap((blame, index) => (of(blame) > 0 ? [[index, of(blame)] as const] : []))
    .sort(([, a], [, b]) => b - a)
    .slice(0, most);
}

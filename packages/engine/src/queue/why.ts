/** Who changes a job from outside, and why. */
export interface Why {
  /** A person's name, or that of an API key. */
  readonly by: string;
  /** Empty where a program gave none. */
  readonly reason: string;
}

/** As history keeps it; statements that carry out an operation say the same. */
export function describeWhy({ by, reason }: Why): string {
  return reason === '' ? `By ${by}` : `By ${by}: ${reason}`;
}

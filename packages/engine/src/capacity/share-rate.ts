/** Above what came lately, so that a share does not hold down what grows; what it keeps from a flood elsewhere is idle. */
const HEADROOM = 1.02;
/** Of an equal share: whoever asked at all gets so much, so that its next request need not wait for a new share. */
const LEAST = 0.05;

/**
 * Parts of `limit` for submitters who want so much of it, in their order. Max-min: nobody gets less than it wants while another
 * gets more than that one; so a flood at one door takes nothing from who asks modestly at another. What nobody wants is spread
 * evenly. They add up to the limit. (Bertsekas and Gallager, Data Networks, 6.5.2: water filling.)
 */
export function shareRate(limit: number, wants: readonly number[]): number[] {
  const rising = wants.map((want, index) => ({ want, index })).sort((a, b) => a.want - b.want);
  const shares = wants.map(() => 0);
  let left = limit;
  for (const [place, { want, index }] of rising.entries()) {
    const share = Math.min(want, left / (rising.length - place));
    shares[index] = share;
    left -= share;
  }
  return shares.map((share) => share + left / shares.length);
}

/** What a submitter wants of a limit, from the jobs per second that it was asked to take lately. */
export function wantOf(askedPerSecond: number, limit: number, engineCount: number): number {
  return Math.max(askedPerSecond * HEADROOM, (limit * LEAST) / engineCount);
}

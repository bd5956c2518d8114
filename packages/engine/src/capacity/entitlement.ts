export interface Claim {
  readonly weight: number;
  /** What it could use, in the unit of the capacity. */
  readonly demand: number;
}

/**
 * Weighted max-min shares of a capacity (water filling; Bertsekas and Gallager, Data Networks, §6.5.2): nobody gets more than
 * it demands, and what one leaves goes to the others by their weights. Work-conserving: Σ = min(capacity, Σ demand).
 * O(n log n).
 */
export function shareCapacity(claims: readonly Claim[], capacity: number): number[] {
  const shares = claims.map(() => 0);
  const order = claims.map((_, index) => index).sort((a, b) => fill(claims, a) - fill(claims, b));
  let left = Math.max(0, capacity);
  let weightLeft = claims.reduce((sum, { weight }) => sum + weight, 0);
  for (const index of order) {
    const { weight, demand } = claims[index] as Claim;
    const share = Math.min(demand, weightLeft > 0 ? (left * weight) / weightLeft : 0);
    shares[index] = share;
    left -= share;
    weightLeft -= weight;
  }
  return shares;
}

/** The water level at which a claim is full. */
function fill(claims: readonly Claim[], index: number): number {
  const { weight, demand } = claims[index] as Claim;
  return demand / weight;
}

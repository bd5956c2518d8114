export type Headroom = 'unknown' | 'within' | 'near' | 'over';

/** How the p95 delay stands to what was promised; near from 80 % on. */
export function decideHeadroom(p95Ms: number | null, toleranceMs: number): Headroom {
  if (p95Ms === null) return 'unknown';
  if (p95Ms > toleranceMs) return 'over';
  return p95Ms > toleranceMs * 0.8 ? 'near' : 'within';
}

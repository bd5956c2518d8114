import type { Lease } from '../queue/lease.ts';
import type { Bundle } from './bundle.ts';

/** One job of a bundle: its lease, and its place there (0 where the row holds one job). */
export interface JobPlace {
  readonly lease: Lease;
  readonly place: number;
}

/** The jobs of a bundle in the order in which they run. */
export function placesOf({ leases }: Bundle): JobPlace[] {
  const places: JobPlace[] = [];
  for (const lease of leases) for (let place = 0; place < lease.job.jobCount; place++) places.push({ lease, place });
  return places;
}

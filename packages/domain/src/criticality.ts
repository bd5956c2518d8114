import { z } from 'zod';

/** Who is shed first in an incident: `low` goes first, `critical` last. */
export const Criticality = z.enum(['critical', 'high', 'normal', 'low']);
export type Criticality = z.infer<typeof Criticality>;

/** Smaller is more critical. */
export const CRITICALITY_RANK: Readonly<Record<Criticality, number>> = { critical: 0, high: 1, normal: 2, low: 3 };

import { z } from 'zod';

/** What is done about instants that passed while nothing could fire: nothing, one job for all, or a job for each of the last ones. */
export const MissedRuns = z.enum(['skip', 'runOnce', 'runAll']);
export type MissedRuns = z.infer<typeof MissedRuns>;

import { z } from 'zod';

/** `reserved`: starts within its delay tolerance. `opportunistic`: runs when the pool has room, within 24 hours. */
export const QuotaKind = z.enum(['reserved', 'opportunistic']);
export type QuotaKind = z.infer<typeof QuotaKind>;

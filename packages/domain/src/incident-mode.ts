import { z } from 'zod';
import { IncidentUrl } from './burst-grant.ts';
import { LIMITS } from './limits.ts';
import { lengthMs } from './number-field.ts';
import { plainText } from './use-case.ts';

/** What still starts: work of this criticality and above. */
export const CriticalityFloor = z.enum(['critical', 'high', 'normal']);
export type CriticalityFloor = z.infer<typeof CriticalityFloor>;

/** What a person asks for: it begins at once and ends by itself. */
export const IncidentModeRequest = z.strictObject({
  criticalityFloor: CriticalityFloor,
  reason: plainText(LIMITS.reasonLength).min(1, 'Say why'),
  incidentUrl: IncidentUrl.default(''),
  durationMs: lengthMs(LIMITS.incidentModeMs),
});
export type IncidentModeRequest = z.infer<typeof IncidentModeRequest>;

const IncidentModeId = plainText(LIMITS.nameLength).min(1);

/** More time; in all it ends within `LIMITS.incidentModeMs.max` of now. */
export const IncidentModeExtension = z.strictObject({
  id: IncidentModeId,
  byMs: lengthMs(LIMITS.incidentModeMs),
  reason: plainText(LIMITS.reasonLength).default(''),
});
export type IncidentModeExtension = z.infer<typeof IncidentModeExtension>;

export const IncidentModeEnding = z.strictObject({
  id: IncidentModeId,
  reason: plainText(LIMITS.reasonLength).default(''),
});
export type IncidentModeEnding = z.infer<typeof IncidentModeEnding>;

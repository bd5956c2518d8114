import { HOUR_MS, MINUTE_MS } from '@leeway/domain/units';

/** How long what is done in an incident usually holds; an hour where nobody says otherwise. */
export const INCIDENT_LENGTHS = [
  { ms: 15 * MINUTE_MS, label: '15 min' },
  { ms: HOUR_MS, label: '1 h' },
  { ms: 4 * HOUR_MS, label: '4 h' },
] as const;
export const USUAL_LENGTH_MS = HOUR_MS;

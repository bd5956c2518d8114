import { parseAsBoolean } from 'nuqs/server';

/** `?start=true` opens the form. */
export const incidentModeParams = { start: parseAsBoolean.withDefault(false) };

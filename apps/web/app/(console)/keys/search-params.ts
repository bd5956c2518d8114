import { parseAsBoolean } from 'nuqs/server';

/** `?mint=true` opens the form. */
export const keysParams = { mint: parseAsBoolean.withDefault(false) };

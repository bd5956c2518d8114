import { parseAsBoolean } from 'nuqs/server';

/** `?register=true` opens the form. */
export const downstreamsParams = { register: parseAsBoolean.withDefault(false) };

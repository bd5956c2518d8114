import path from 'node:path';

/** The same handlers for every system. */
export const HANDLERS_DIR = path.resolve(import.meta.dirname, '../handlers');

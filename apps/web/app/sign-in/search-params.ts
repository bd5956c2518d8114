import { createLoader, parseAsString } from 'nuqs/server';

export const loadSignInSearch = createLoader({ next: parseAsString });

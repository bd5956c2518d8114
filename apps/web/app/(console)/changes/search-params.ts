import { parseAsStringLiteral } from 'nuqs/server';
import { CHANGED_KINDS } from '#features/audit/changed-kinds.ts';

export const changesParams = { of: parseAsStringLiteral(CHANGED_KINDS) };

import { GATES } from '@leeway/domain/wait-reason';
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { WAITING_SORT_KEYS } from '#features/waiting/filter-waiting.ts';

export const waitingParams = {
  team: parseAsString,
  gate: parseAsStringLiteral(GATES),
  sort: parseAsStringLiteral(WAITING_SORT_KEYS).withDefault('waited'),
  desc: parseAsBoolean.withDefault(true),
  page: parseAsInteger.withDefault(1),
};

import { Criticality } from '@leeway/domain/criticality';
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { USE_CASE_STATES } from '#features/use-cases/decide-use-case-state.ts';
import { SORT_KEYS } from '#features/use-cases/filter-use-cases.ts';

export const useCasesParams = {
  search: parseAsString.withDefault(''),
  team: parseAsString,
  criticality: parseAsStringLiteral(Criticality.options),
  state: parseAsStringLiteral(USE_CASE_STATES),
  sort: parseAsStringLiteral(SORT_KEYS).withDefault('name'),
  desc: parseAsBoolean.withDefault(false),
  page: parseAsInteger.withDefault(1),
};

import { Criticality } from '@leeway/domain/criticality';
import { USE_CASE_SORT_KEYS } from '@leeway/domain/use-case-list';
import { USE_CASE_STATES } from '@leeway/domain/use-case-state';
import { createLoader, parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const useCasesParams = {
  search: parseAsString.withDefault(''),
  team: parseAsString,
  criticality: parseAsStringLiteral(Criticality.options),
  state: parseAsStringLiteral(USE_CASE_STATES),
  sort: parseAsStringLiteral(USE_CASE_SORT_KEYS).withDefault('name'),
  desc: parseAsBoolean.withDefault(false),
  page: parseAsInteger.withDefault(1),
};

export const loadUseCasesSearch = createLoader(useCasesParams);

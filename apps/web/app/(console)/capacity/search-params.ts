import { CAPACITY_GROUPS, CAPACITY_SORT_KEYS } from '@leeway/domain/report-query';
import { createLoader, parseAsBoolean, parseAsStringLiteral } from 'nuqs/server';
import { reportParams } from '#features/sharing/report-params.ts';

export const capacityParams = {
  ...reportParams,
  by: parseAsStringLiteral(CAPACITY_GROUPS).withDefault('useCase'),
  sort: parseAsStringLiteral(CAPACITY_SORT_KEYS).withDefault('cpu'),
  desc: parseAsBoolean.withDefault(true),
};

export const loadCapacitySearch = createLoader(capacityParams);

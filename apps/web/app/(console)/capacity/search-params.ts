import { REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { createLoader, parseAsBoolean, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';
import { CAPACITY_GROUPS, CAPACITY_SORT_KEYS } from '#features/capacity/capacity-order.ts';

export const capacityParams = {
  period: parseAsStringLiteral(REPORT_PERIODS).withDefault('hour'),
  by: parseAsStringLiteral(CAPACITY_GROUPS).withDefault('useCase'),
  sort: parseAsStringLiteral(CAPACITY_SORT_KEYS).withDefault('cpu'),
  desc: parseAsBoolean.withDefault(true),
  page: parseAsInteger.withDefault(1),
};

export const loadCapacitySearch = createLoader(capacityParams);

import { REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { createLoader, parseAsBoolean, parseAsInteger, parseAsStringLiteral } from 'nuqs/server';
import { FAIRNESS_SORT_KEYS } from '#features/fairness/fairness-order.ts';

export const fairnessParams = {
  period: parseAsStringLiteral(REPORT_PERIODS).withDefault('hour'),
  sort: parseAsStringLiteral(FAIRNESS_SORT_KEYS).withDefault('ratio'),
  desc: parseAsBoolean.withDefault(false),
  page: parseAsInteger.withDefault(1),
};

export const loadFairnessSearch = createLoader(fairnessParams);

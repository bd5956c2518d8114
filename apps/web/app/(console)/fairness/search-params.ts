import { FAIRNESS_SORT_KEYS } from '@leeway/domain/report-query';
import { createLoader, parseAsBoolean, parseAsStringLiteral } from 'nuqs/server';
import { reportParams } from '#features/sharing/report-params.ts';

export const fairnessParams = {
  ...reportParams,
  sort: parseAsStringLiteral(FAIRNESS_SORT_KEYS).withDefault('ratio'),
  desc: parseAsBoolean.withDefault(false),
};

export const loadFairnessSearch = createLoader(fairnessParams);

import { loadRange } from '#features/range/range-params.ts';

export const loadOverviewSearch = loadRange;

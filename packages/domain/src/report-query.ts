import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { REPORT_PERIODS } from './sharing-views.ts';

/** Rows of a report that travel at a time. */
export const REPORT_PAGE_ROWS = 50;

export const FAIRNESS_SORT_KEYS = [
  'name',
  'team',
  'weight',
  'backlogged',
  'entitled',
  'received',
  'ratio',
  'suffered',
  'caused',
  'gates',
] as const;
export type FairnessSortKey = (typeof FAIRNESS_SORT_KEYS)[number];

export const CAPACITY_SORT_KEYS = ['name', 'team', 'cpu', 'pool', 'quota', 'received', 'executed', 'share'] as const;
export type CapacitySortKey = (typeof CAPACITY_SORT_KEYS)[number];

export const CAPACITY_GROUPS = ['useCase', 'team'] as const;
export type CapacityGroup = (typeof CAPACITY_GROUPS)[number];

const text = z.string().max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`);

/** Which rows of a report, in what order. */
const shown = {
  period: z.enum(REPORT_PERIODS),
  /** Part of a use case's or its team's name. */
  search: text.default(''),
  team: text.nullable().default(null),
  page: z.int().min(1, 'Pages are counted from 1').default(1),
};

export const FairnessQuery = z.strictObject({
  ...shown,
  sort: z.enum(FAIRNESS_SORT_KEYS).default('ratio'),
  desc: z.boolean().default(false),
});
export type FairnessQuery = z.infer<typeof FairnessQuery>;

export const CapacityQuery = z.strictObject({
  ...shown,
  by: z.enum(CAPACITY_GROUPS).default('useCase'),
  sort: z.enum(CAPACITY_SORT_KEYS).default('cpu'),
  desc: z.boolean().default(true),
});
export type CapacityQuery = z.infer<typeof CapacityQuery>;

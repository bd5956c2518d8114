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

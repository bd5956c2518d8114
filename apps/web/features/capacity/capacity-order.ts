export const CAPACITY_SORT_KEYS = ['name', 'team', 'cpu', 'pool', 'quota', 'received', 'executed', 'share'] as const;
export type CapacitySortKey = (typeof CAPACITY_SORT_KEYS)[number];

export const CAPACITY_GROUPS = ['useCase', 'team'] as const;
export type CapacityGroup = (typeof CAPACITY_GROUPS)[number];

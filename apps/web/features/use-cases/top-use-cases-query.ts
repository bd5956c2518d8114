import type { UseCaseListQuery } from '@leeway/domain/use-case-list';

/** What the overview asks for: the few to look at first. */
export const TOP_USE_CASES = { sort: 'attention', count: 6 } as const satisfies Partial<UseCaseListQuery>;

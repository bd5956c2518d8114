import { z } from 'zod';
import { Criticality } from './criticality.ts';
import { LIMITS } from './limits.ts';
import { REPORT_PAGE_ROWS } from './report-query.ts';
import type { ReportRows } from './sharing-views.ts';
import { USE_CASE_STATES } from './use-case-state.ts';
import type { UseCaseSummary } from './views.ts';

/** `attention`: what needs a look first. */
export const USE_CASE_SORT_KEYS = [
  'name',
  'team',
  'criticality',
  'state',
  'p95',
  'ready',
  'delayed',
  'dead',
  'done',
  'failed',
  'attention',
] as const;
export type UseCaseSortKey = (typeof USE_CASE_SORT_KEYS)[number];

const text = z.string().max(LIMITS.nameLength, `At most ${LIMITS.nameLength} characters`);

/** Which use cases, in what order. */
export const UseCaseListQuery = z.strictObject({
  /** Words that must each be in the name, the team or the handler (of one that has none: the word remote). */
  search: text.default(''),
  team: text.nullable().default(null),
  criticality: Criticality.nullable().default(null),
  state: z.enum(USE_CASE_STATES).nullable().default(null),
  sort: z.enum(USE_CASE_SORT_KEYS).default('name'),
  desc: z.boolean().default(false),
  page: z.int().min(1, 'Pages are counted from 1').default(1),
  /** Rows of a page. */
  count: z.int().min(1).max(REPORT_PAGE_ROWS).default(REPORT_PAGE_ROWS),
});
export type UseCaseListQuery = z.infer<typeof UseCaseListQuery>;

/** One page of the use cases that a filter leaves. */
export interface UseCaseList extends ReportRows<UseCaseSummary> {
  readonly asOf: number;
  /** Registered, whatever the filter. */
  readonly totalCount: number;
}

/** Every use case that a filter leaves, to be saved. */
export interface UseCaseExport {
  readonly asOf: number;
  readonly rows: readonly UseCaseSummary[];
}

/** Use cases named by `UseCaseSearch` at a time: of more nobody reads the names. */
export const FOUND_USE_CASES = 20;

export const UseCaseSearch = z.strictObject({ text });
export type UseCaseSearch = z.infer<typeof UseCaseSearch>;

export interface FoundUseCase {
  readonly name: string;
  readonly team: string;
}

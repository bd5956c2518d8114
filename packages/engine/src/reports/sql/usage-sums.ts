import { USAGE_COLUMNS } from '@leeway/domain/usage-columns';

/** The columns of usage. */
export const USAGE_NAMES = USAGE_COLUMNS.join(', ');
/** `coalesce(sum(done_count), 0)::float8 as done_count, …`: exact below 2^53. */
export const USAGE_SUMS = USAGE_COLUMNS.map((name) => `coalesce(sum(${name}), 0)::float8 as ${name}`).join(', ');

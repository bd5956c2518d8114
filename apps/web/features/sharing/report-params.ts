import { LIMITS } from '@leeway/domain/limits';
import { REPORT_PERIODS } from '@leeway/domain/sharing-views';
import { parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs/server';

/** What the addresses of both reports hold. */
export const reportParams = {
  period: parseAsStringLiteral(REPORT_PERIODS).withDefault('hour'),
  search: parseAsString.withDefault(''),
  team: parseAsString,
  page: parseAsInteger.withDefault(1),
};

interface Narrowed {
  readonly search: string;
  readonly page: number;
}

/** What of an address is asked for: whoever wrote it by hand gets the nearest there is. */
export function askedFor<Url extends Narrowed>(url: Url): Url {
  return { ...url, search: url.search.slice(0, LIMITS.nameLength), page: Math.max(1, url.page) };
}

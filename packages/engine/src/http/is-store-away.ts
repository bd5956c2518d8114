import { sqlStateOf } from '../runtime/sql-state.ts';

/** Connections (08), resources (53), shut down or cancelled (57), and the system's own words, such as ECONNREFUSED. */
const AWAY_CODE = /^(08|53|57)|^E[A-Z]+$/;
/** What the driver says without a code. */
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|no answer within)/;

/** Whether an error says that the store cannot be asked now, rather than that the question was wrong. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return AWAY_CODE.test(sqlStateOf(error)) || AWAY_TEXT.test(error.message);
}

import type { ForeignLeaseStore } from '../queue/foreign-lease-store.ts';
import type { LeaseExtension } from '../queue/keep-foreign-leases.ts';
import { sqlStateOf } from '../runtime/sql-state.ts';
import { unknownOutcome } from './gather-ends.ts';

/** Two statements waited for each other. */
const AGAIN = /^(?:40001|40P01)$/;
const MAX_TRIES = 4;

/** When each lease expires now, in their order; null where it was lost. A lease that is named twice is extended once. */
export async function extendLeases(
  store: Pick<ForeignLeaseStore, 'extend'>,
  extensions: readonly LeaseExtension[],
): Promise<(number | null)[]> {
  const unique = new Map(extensions.map((extension) => [extension.token, extension]));
  // In the order of the keys, as every statement that locks several rows.
  const sorted = [...unique.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  for (let tried = 1; ; tried += 1) {
    try {
      const expiries = await store.extend(sorted);
      const byToken = new Map(sorted.map(({ token }, index) => [token, expiries[index] ?? null]));
      return extensions.map(({ token }) => byToken.get(token) ?? null);
    } catch (error) {
      if (tried < MAX_TRIES && AGAIN.test(sqlStateOf(error))) continue;
      throw unknownOutcome(error);
    }
  }
}

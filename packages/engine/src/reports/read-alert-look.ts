import { readAlertLook as statement } from './sql/read-alert-look.ts';
import type { Store } from './store-time.ts';

/** When an engine last judged the alert rules, ms since 1970 on the store's clock; null: none did yet. */
export async function readAlertLook(store: Store): Promise<number | null> {
  const { rows } = await store.query<{ looked_at: number }>(statement);
  const lookedAt = Number(rows[0]?.looked_at ?? 0);
  return lookedAt === 0 ? null : lookedAt;
}

import { z } from 'zod';

/** What keeps vacuum from cleaning: an open transaction, one that was prepared and forgotten, or a slot that nobody reads. */
export const SnapshotHolder = z.object({
  kind: z.enum(['session', 'preparedTransaction', 'replicationSlot']),
  /** The server process; null where none belongs to it. */
  pid: z.number().nullable(),
  user: z.string().nullable(),
  application: z.string().nullable(),
  /** As pg_stat_activity says it, such as `idle in transaction`. */
  state: z.string().nullable(),
  /** The last statement, without the values in it, and cut. */
  query: z.string().nullable(),
  /** Of the slot or the prepared transaction. */
  name: z.string().nullable(),
  /** ms since 1970, on the store's clock. */
  sinceAt: z.number(),
});
export type SnapshotHolder = z.infer<typeof SnapshotHolder>;

/** From then on an old snapshot is an alarm. */
export const HELD_SNAPSHOT_MS = 60_000;

/** Something a person should look at, as long as it lasts. Instants on the store's clock. */
export interface AlarmView {
  readonly kind: 'heldSnapshot';
  readonly raisedAt: number;
  /** When an engine last looked: what is older than a minute may be over. */
  readonly lookedAt: number;
  readonly holder: SnapshotHolder;
}

import type { EngineView, WorkerSlotView } from '@leeway/domain/views';
import { z } from 'zod';

export interface EngineRow {
  readonly id: string;
  readonly host: string;
  readonly started_at: number;
  readonly beat_at: number;
  readonly status: unknown;
}

const Slot = z.object({
  slot: z.number(),
  state: z.enum(['idle', 'running', 'starting']),
  useCase: z.string().nullable(),
  busyShare: z.number(),
}) satisfies z.ZodType<WorkerSlotView>;

/** What an engine says of itself; one of another version may say less. */
const Status = z.object({
  shardCount: z.number().catch(0),
  leasedCount: z.number().catch(0),
  rssMb: z.number().catch(0),
  slots: z.array(Slot).catch([]),
});

export function viewEngine(row: EngineRow): EngineView {
  const status = Status.parse(row.status ?? {});
  return { id: row.id, host: row.host, startedAt: row.started_at, beatAt: row.beat_at, ...status };
}

import type { Ack, LeaseCalls, Nack } from './lease-calls.ts';
import { LeaseLostError } from './running-job.ts';
import type { Runtime } from './runtime.ts';

const MAX_PER_CALL = 1_000;
const RETRY_MS = { first: 200, longest: 5_000 } as const;

/** How a job ended, and until when it makes sense to say so. */
export type JobEnd = { readonly heldUntil: number } & (
  | { readonly kind: 'ack'; readonly item: Ack }
  | { readonly kind: 'nack'; readonly item: Nack }
);

export interface SendEndsOptions {
  readonly calls: Pick<LeaseCalls, 'ack' | 'nack'>;
  readonly runtime: Runtime;
  readonly onError: (error: unknown, jobId: string | null) => void;
}

export interface EndSender {
  send(end: JobEnd): void;
  /** Resolves when everything is said, or is past saying. */
  drain(): Promise<void>;
}

/** Gathers ends while a call is under way and says them with the next; says them again until the leases are over. */
export function createEndSender({ calls, runtime, onError }: SendEndsOptions): EndSender {
  let waiting: JobEnd[] = [];
  let running: Promise<void> | null = null;

  const say = async (kind: JobEnd['kind'], ends: readonly JobEnd[]): Promise<void> => {
    if (ends.length === 0) return;
    const results =
      kind === 'ack'
        ? await calls.ack(ends.map(({ item }) => item))
        : await calls.nack(ends.map(({ item }) => item as Nack));
    for (const { jobId, status } of results) if (status === 'refused') onError(new LeaseLostError(jobId), jobId);
  };

  /** What could not be said and may be tried again. */
  const trySaying = async (kind: JobEnd['kind'], ends: readonly JobEnd[]): Promise<readonly JobEnd[]> => {
    try {
      await say(kind, ends);
      return [];
    } catch (error) {
      onError(error, null);
      return ends.filter(({ heldUntil }) => runtime.now() < heldUntil);
    }
  };

  const work = async (): Promise<void> => {
    // a turn of the event loop lets jobs that end together be said together
    await Promise.resolve();
    let waitMs: number = RETRY_MS.first;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_PER_CALL);
      waiting = waiting.slice(MAX_PER_CALL);
      const of = (kind: JobEnd['kind']) => batch.filter((end) => end.kind === kind);
      const left = [...(await trySaying('ack', of('ack'))), ...(await trySaying('nack', of('nack')))];
      waiting = [...left, ...waiting];
      if (left.length > 0) await runtime.sleep(runtime.random() * waitMs);
      waitMs = left.length > 0 ? Math.min(2 * waitMs, RETRY_MS.longest) : RETRY_MS.first;
    }
    running = null;
  };

  return {
    send: (end) => {
      waiting.push(end);
      running ??= work();
    },
    drain: async () => {
      while (running !== null) await running;
    },
  };
}

import type { QueueStore } from '../queue/queue-store.ts';
import type { QueuedJob } from '../queue/queued-job.ts';
import type { AroundRows } from '../queue/read-lanes.ts';
import type { QueueWindow } from './queue-window.ts';

/** Jobs that one statement looks at on its way past keys that are read on their own, over all queues. */
const LOOK_ROWS = 20_000;

export type BatchStore = Pick<QueueStore, 'readWindows' | 'readLanes' | 'readAround'>;

/** Reads on in several windows at once: a statement for each kind of window that is among them. */
export async function readBatch(
  store: BatchStore,
  batch: readonly QueueWindow[],
  rowsOf: (window: QueueWindow) => number,
): Promise<Map<QueueWindow, AroundRows>> {
  const answers = new Map<QueueWindow, AroundRows>();
  const split = batch.filter((window) => window.lanes !== undefined);
  const lanes = batch.filter((window) => window.laneKey !== null);
  const plain = batch.filter((window) => window.lanes === undefined && window.laneKey === null);
  const take = (windows: readonly QueueWindow[], requests: readonly Request[], rows: readonly QueuedJob[][]): void => {
    for (const [index, window] of windows.entries()) {
      const { cursor, rowLimit } = requests[index] ?? toRequest(window, rowsOf);
      const jobs = rows[index] ?? [];
      answers.set(window, { jobs, readTo: jobs.at(-1)?.key ?? cursor, isEnd: jobs.length < rowLimit });
    }
  };
  const reads: Promise<void>[] = [];
  if (plain.length > 0) {
    const requests = plain.map((window) => toRequest(window, rowsOf));
    reads.push(store.readWindows(requests).then((rows) => take(plain, requests, rows)));
  }
  if (lanes.length > 0) {
    const requests = lanes.map((window) => ({ ...toRequest(window, rowsOf), concurrencyKey: window.laneKey ?? '' }));
    reads.push(store.readLanes(requests).then((rows) => take(lanes, requests, rows)));
  }
  if (split.length > 0) {
    const requests = split.map((window) => {
      const request = toRequest(window, rowsOf);
      const lookLimit = Math.max(request.rowLimit, Math.floor(LOOK_ROWS / split.length));
      return { ...request, lookLimit, passed: [...(window.lanes?.keys() ?? [])] };
    });
    reads.push(
      store.readAround(requests).then((rows) => {
        for (const [index, window] of split.entries()) {
          const found = rows[index];
          if (found !== undefined) answers.set(window, found);
        }
      }),
    );
  }
  await Promise.all(reads);
  return answers;
}

type Request = ReturnType<typeof toRequest>;

function toRequest(window: QueueWindow, rowsOf: (window: QueueWindow) => number) {
  return { cursor: window.cursor, queueEnd: window.high, rowLimit: rowsOf(window) };
}

import { BinaryHeap } from '../dispatcher/binary-heap.ts';
import type { EventLog } from './event-log.ts';

/** A day in 2026: where virtual time begins. Whole seconds, so that logs read well. */
export const BEGIN_AT = 1_780_000_000_000;

interface Event {
  readonly at: number;
  readonly seq: number;
  readonly label: string | null;
  readonly run: () => void;
  /** Whether promises may go on after it: then all that follows from it happens before the next event. */
  readonly isAwaited: boolean;
  isCancelled: boolean;
}

/** Time that passes only from event to event. Everything at one instant happens in the order in which it was planned. */
export interface VirtualTime {
  /** ms since 1970, with fractions. */
  now(): number;
  /** Plans an event; a label makes it part of the event log. The returned function takes it back. */
  after(delayMs: number, label: string | null, run: () => void): () => void;
  /** The same for what touches no promise: much cheaper. */
  afterSilently(delayMs: number, run: () => void): () => void;
  /** Runs events, and after each `afterEvent`, until there is none before `untilAt` or `isOver` says so. */
  run(options: RunOptions): Promise<void>;
  readonly eventCount: () => number;
}

export interface RunOptions {
  readonly untilAt: number;
  readonly isOver: () => boolean;
}

export function createVirtualTime(log: EventLog): VirtualTime {
  const events = new BinaryHeap<Event>((a, b) => (a.at === b.at ? a.seq < b.seq : a.at < b.at));
  let now = BEGIN_AT;
  let seq = 0;
  let ranCount = 0;

  const plan = (delayMs: number, event: Pick<Event, 'label' | 'run' | 'isAwaited'>): (() => void) => {
    seq += 1;
    const planned: Event = { ...event, at: now + delayMs, seq, isCancelled: false };
    events.push(planned);
    return () => {
      planned.isCancelled = true;
    };
  };

  const runOne = async (event: Event): Promise<void> => {
    now = event.at;
    ranCount += 1;
    if (event.label !== null) log.add(now - BEGIN_AT, event.label);
    event.run();
    // Every promise that can go on does so before the event loop comes round.
    if (event.isAwaited) await new Promise(setImmediate);
  };

  return {
    now: () => now,
    after: (delayMs, label, run) => plan(delayMs, { label, run, isAwaited: true }),
    afterSilently: (delayMs, run) => plan(delayMs, { label: null, run, isAwaited: false }),
    run: async ({ untilAt, isOver }) => {
      for (let event = events.peek(); event !== undefined && event.at <= untilAt; event = events.peek()) {
        events.pop();
        if (event.isCancelled) continue;
        await runOne(event);
        if (isOver()) return;
      }
      now = Math.max(now, untilAt);
    },
    eventCount: () => ranCount,
  };
}

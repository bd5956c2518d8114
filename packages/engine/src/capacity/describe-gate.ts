import type { Gate } from '@leeway/domain/wait-reason';
import type { GateVerdict } from './gates.ts';

const OPEN: Readonly<Record<Gate, string>> = {
  incidentMode: 'No incident mode holds it back',
  paused: 'It is not paused',
  notDue: 'It is due',
  cpuQuota: 'Within its CPU quota',
  memory: 'There is memory for it',
  concurrency: 'Fewer run than may run at once',
  concurrencyKey: 'Fewer of its concurrency key run than may run at once',
  downstream: 'What it calls is well',
  slowStart: 'It may grow',
  timeShift: 'The pool has room',
  noWorker: 'There are workers for it',
  flowControl: 'The store keeps up',
  turn: 'It is its turn',
};

const CLOSED: Readonly<Record<Gate, string>> = {
  incidentMode: 'An incident mode lets only more critical work start; it ends by itself, or an admin ends it',
  paused: 'It is paused: resume it on its page',
  notDue: 'Its earliest start is still ahead',
  cpuQuota: 'It has used its CPU quota and is slowed to it: raise the quota, or grant a burst in an incident',
  memory: "The pool's memory is taken: it starts when a slot is given back",
  concurrency: 'As many of its jobs run as may run at once: it starts when one ends',
  concurrencyKey: 'As many jobs of its concurrency key run as may run at once',
  downstream: 'What it calls is overloaded: all who call it are slowed until it recovers',
  slowStart:
    'It grows by a fifth a minute beyond the most of the last ten, second by second, so that what it calls can follow',
  timeShift: 'It is opportunistic and waits for a less busy hour; it still starts within 24 hours',
  noWorker: 'No worker slot is there to run it',
  flowControl: 'The store confirms results more slowly than they come: nothing new starts until it has caught up',
  turn: 'Nothing forbids it: others come first, by urgency or by fair share',
};

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** What a person reads about a gate. */
export function describeGate({ gate, isOpen, used, limit, unit }: GateVerdict): string {
  const numbers =
    used === null || limit === null || unit === null
      ? ''
      : ` (${NUMBER.format(used)} of ${NUMBER.format(limit)} ${unit})`;
  return `${isOpen ? OPEN[gate] : CLOSED[gate]}${numbers}`;
}

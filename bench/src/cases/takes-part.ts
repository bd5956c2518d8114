import type { CaseName, SystemName } from '../words.ts';

const PEERS: readonly SystemName[] = ['graphile-worker', 'pg-boss', 'bullmq', 'bullmq-everysec', 'bullmq-postgres'];
const SINGLE_JOBS = 'as leeway: single jobs go over HTTP in rows of their own there too';

interface Part {
  readonly systems: readonly SystemName[];
  /** Why the others say nothing about this case. */
  readonly others: string;
}

/** Which systems a case says something about. */
export const TAKES_PART: Readonly<Record<Exclude<CaseName, 'raw'>, Part>> = {
  submit: { systems: ['leeway', 'leeway-rows', 'leeway-http', ...PEERS, 'raw'], others: '' },
  'submit-http': { systems: ['leeway', ...PEERS], others: SINGLE_JOBS },
  drain: { systems: ['leeway', 'leeway-rows', ...PEERS, 'raw'], others: 'as leeway: the way in makes no difference' },
  'end-to-end': { systems: ['leeway', 'leeway-rows', 'leeway-http', ...PEERS, 'raw'], others: '' },
  latency: { systems: ['leeway', ...PEERS], others: SINGLE_JOBS },
  'use-cases': {
    systems: ['leeway', 'leeway-rows', 'graphile-worker'],
    others: 'pg-boss and BullMQ need a worker of its own for each of thousands of queues',
  },
  backlog: {
    systems: ['leeway', 'leeway-rows'],
    others: 'their tables cannot be filled with millions of jobs but through their own calls, which takes hours',
  },
  neighbour: { systems: ['leeway', ...PEERS], others: SINGLE_JOBS },
  quota: { systems: ['leeway'], others: 'none has a quota in CPU time' },
  lateness: { systems: ['leeway'], others: 'a promise of Leeway, held against its own bounds' },
};

/** What of the asked systems a case goes without, in a line; null where that is none. Plain statements are a limit of three cases, no system of the others. */
export function describeLeftOut(name: CaseName, asked: readonly SystemName[]): string | null {
  if (name === 'raw') return null;
  const { systems, others } = TAKES_PART[name];
  const left = asked.filter((system) => system !== 'raw' && !systems.includes(system));
  return left.length === 0 ? null : `left out of ${name}: ${left.join(', ')} (${others})`;
}

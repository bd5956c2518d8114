import { FAIR_FROM, type FairnessTotals } from '@leeway/domain/sharing-views';
import type { Tile } from '#features/tier/prepare-tiles.ts';
import { formatDuration } from '#lib/format/duration.ts';
import { formatCount, formatHundredths, formatNoun, formatShare } from '#lib/format/number.ts';
import { judgeRatio } from './judge-ratio.ts';

const NOT_JUDGED = 'not judged';
const NOBODY = 'no backlog of ten seconds';

/** Never 1 for what is less. */
const formatIndex = (jain: number) => (jain > 0.995 && jain < 1 ? '> 0.99' : formatHundredths(jain));

/** The head figures of the fairness report. */
export function prepareFairnessTiles(totals: FairnessTotals): Tile[] {
  const { useCaseCount, judgedCount, shortCount, jain, worst } = totals;
  const tone = judgeRatio(worst?.ratio ?? null).tone;
  return [
    {
      label: 'Jain’s index',
      value: jain === null ? NOT_JUDGED : formatIndex(jain),
      note: jain === null ? NOBODY : '1 is equal for all',
      tone: 'plain',
      definition:
        'How equal the ratios of those who were judged are: 1 where all are the same, 1 ÷ their number where one has all',
    },
    {
      label: 'Judged',
      value: formatCount(judgedCount),
      note: `of ${formatNoun(useCaseCount, 'use case')} at work`,
      tone: 'plain',
      definition: 'Use cases that were backlogged for ten seconds at least: of the others a ratio would say nothing',
    },
    {
      label: 'Below their part',
      value: judgedCount === 0 ? NOT_JUDGED : formatCount(shortCount),
      note: `got less than ${formatShare(FAIR_FROM)}`,
      tone: shortCount > 0 ? 'warn' : 'plain',
      definition: 'Judged use cases that received less than 95 % of what they were entitled to',
    },
    {
      label: 'Worst ratio',
      value: worst === null ? NOT_JUDGED : formatShare(worst.ratio),
      note: worst?.name ?? NOBODY,
      tone: tone === 'bad' || tone === 'warn' ? tone : 'plain',
      definition: 'The smallest part of its entitlement that a judged use case received',
    },
    {
      label: 'Delay suffered',
      value: formatDuration(totals.sufferedMs),
      note: 'slot time, all together',
      tone: 'plain',
      definition: 'Slot time that use cases lacked of their entitlement, added up second by second',
    },
    {
      label: 'Delay caused',
      value: formatDuration(totals.causedMs),
      note: 'by having more than their part',
      tone: 'plain',
      definition: 'The part of it that others caused by having more; the rest nobody caused, or the pool was away',
    },
  ];
}

/** Each figure of the table in a sentence. */
export const FAIRNESS_TEXT = [
  {
    label: 'Slot time',
    definition:
      'A worker slot held for that long; a job that takes more of the pool’s CPU or memory than one slot stands for counts as more',
  },
  {
    label: 'Backlogged',
    definition:
      'For how long something of it stood ready that no limit of its own kept back: it only waited for its turn',
  },
  {
    label: 'Entitled to',
    definition:
      'Its part of the pool by its weight among those who wanted something, and more where others left theirs; in the minutes in which it was backlogged',
  },
  { label: 'Received', definition: 'The slot time that it got in those minutes' },
  { label: 'Ratio', definition: 'Received ÷ entitled; the worst stands first' },
  { label: 'Suffered', definition: 'What it lacked of its entitlement, second by second, in the whole period' },
  { label: 'Caused', definition: 'Its part in what others lacked, by how much more than its own it had' },
  {
    label: 'Waited at',
    definition: 'Which gate its next job waited for, whether backlogged or kept back by a limit of its own',
  },
] as const;
